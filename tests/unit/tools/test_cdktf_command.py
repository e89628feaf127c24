"""Which options `cdktf` gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.repository import CALLER_VARIABLE, REPOSITORY_VARIABLE
from tools import cdktf_command

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.unit

CDKTF = {"CDK": "cdktf"}
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

    def run(command: Sequence[str], _: object, __: int) -> int:
        ran.append(command)
        return 0

    monkeypatch.setattr(cdktf_command, "_run", run)
    assert cdktf_command.run_cdktf(arguments, CDKTF, synthesized=True) == 0
    assert ALONE in ran[0] if alone else ALONE not in ran[0]
    assert ran[0][: len(arguments) + 1] == ["cdktf", *arguments]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """Commands that would have run, each with its variables."""
    found: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], variables: dict[str, str], _: int) -> int:
        found.append((command, variables))
        return 0

    monkeypatch.setattr(cdktf_command, "_run", run)
    return found


@pytest.mark.parametrize("cdk", ["cdktf", "cdktn"])
def test_command_line_is_that_of_the_chosen_cdk(ran: list[tuple[list[str], dict[str, str]]], cdk: str) -> None:
    """The variable `CDK` says whose command line runs."""
    cdktf_command.run_cdktf(["output", "dev"], {"CDK": cdk})
    assert ran == [([cdk, "output", "dev"], {"CDK": cdk})]


def test_stacks_of_another_repository_are_found(ran: list[tuple[list[str], dict[str, str]]], tmp_path: Path) -> None:
    """`cdktf` runs in the checkout, yet reads, writes and logs in the repository; bindings are not its own."""
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "dev.yaml").touch()
    for command in ("output", "get"):
        cdktf_command.run_cdktf([command], {**CDKTF, REPOSITORY_VARIABLE: str(tmp_path)})
    logs = {**CDKTF, REPOSITORY_VARIABLE: str(tmp_path), "CDKTF_LOG_FILE_DIRECTORY": str(tmp_path)}
    assert ran == [(["cdktf", "output"], {**logs, "CDKTF_OUTPUT": f"{tmp_path}/cdktf.out"}), (["cdktf", "get"], logs)]


@pytest.mark.parametrize("arguments", [["--outputs-file", "out.json"], ["--outputs-file=out.json"]])
def test_file_of_outputs_lies_where_the_caller_stands(
    ran: list[tuple[list[str], dict[str, str]]],
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A relative name is not taken for one in the checkout."""
    monkeypatch.setenv(CALLER_VARIABLE, str(tmp_path))
    cdktf_command.run_cdktf(["output", "dev", *arguments], CDKTF)
    assert " ".join(ran[0][0]).replace("=", " ") == f"cdktf output dev --outputs-file {tmp_path}/out.json"


@pytest.mark.parametrize(("command", "umask"), [("output", 0o077), ("login", 0o077), ("synth", -1), ("get", -1)])
def test_files_of_a_run_are_private(command: str, umask: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `cdktf` writes is its owner's alone, but for what holds no secret: gateways read the files of `synth`."""
    seen: list[int] = []

    def run(_: object, __: object, mask: int) -> int:
        seen.append(mask)
        return 0

    monkeypatch.setattr(cdktf_command, "_run", run)
    cdktf_command.run_cdktf([command], {}, synthesized=True)
    assert seen == [umask]
