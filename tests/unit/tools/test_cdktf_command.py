"""Which options `cdktf` gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import cdktf_command

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.unit

ALONE = "--ignore-missing-stack-dependencies"


@pytest.mark.parametrize(
    ("arguments", "alone"),
    [
        (["deploy", "demo-team-risk"], True),
        (["apply", "demo-team-risk", "--auto-approve"], True),
        (["deploy", "demo", "demo-models"], False),
        (["destroy", "demo"], False),
        (["diff", "demo-team-risk"], False),
    ],
)
def test_one_stack_is_deployed_without_those_below_it(
    arguments: list[str], *, alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A team deploys its own stack; several keep their order, and what others stand on is not destroyed."""
    ran: list[Sequence[str]] = []
    monkeypatch.setattr(cdktf_command, "check_ready", lambda *_: None)

    def run(command: Sequence[str], _: object) -> int:
        ran.append(command)
        return 0

    monkeypatch.setattr(cdktf_command, "_run", run)
    assert cdktf_command.run_cdktf(arguments, {}, synthesized=True) == 0
    assert ALONE in ran[0] if alone else ALONE not in ran[0]
    assert ran[0][: len(arguments) + 1] == ["cdktf", *arguments]
