"""What an interrupted run left is taken over without a question on this machine alone."""

from __future__ import annotations

import io
from contextlib import nullcontext

import pytest

from tools.errors import ToolError
from tools.recovery.permission import TakeoverPermission

pytestmark = pytest.mark.unit

WHAT = [f"client 'c{number}'" for number in range(10)]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _permission(
    told: list[str], variables: dict[str, str] | None = None, *, is_local: bool = False
) -> TakeoverPermission:
    return TakeoverPermission(is_local, variables or {}, told.append, nullcontext)


@pytest.mark.parametrize(
    ("is_local", "variables"), [(True, {}), (False, {"TAKE_OVER": "prod"}), (False, {"TAKE_OVER": "prod-a, prod"})]
)
def test_allowed_beforehand(is_local: bool, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a case
    """Local, or confirmed by the stack's name: a line says all that is taken over."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    told: list[str] = []
    _permission(told, variables, is_local=is_local).ask("prod", WHAT)
    assert told == [f"stack prod: takes over what an earlier run made: {', '.join(WHAT)}"]


@pytest.mark.parametrize("variables", [{"TAKE_OVER": "prod"}, {"CONFIRM": "prod-team-a"}, {"CONFIRM": "prod"}])
def test_nobody_is_there_to_ask(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal, another stack's name is no answer, nor is agreement to losses: one line, exit code 2."""
    monkeypatch.setattr("sys.stdin", io.StringIO("prod-team-a\n"))
    with pytest.raises(ToolError) as raised:
        _permission([], variables).ask("prod-team-a", WHAT)
    assert str(raised.value) == (
        f"stack prod-team-a: these exist in Keycloak, and no state has them: {', '.join(WHAT)}: "
        "if an interrupted deployment made them, take them over by TAKE_OVER=prod-team-a"
    )
    assert raised.value.exit_code == 2


def test_asked_once_for_each_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal everything is listed, and each stack's name is typed once; it answers for no other stack."""
    monkeypatch.setattr("sys.stdin", _Terminal("prod\nprod\n"))
    told: list[str] = []
    permission = _permission(told)
    permission.ask("prod", WHAT)
    assert [f"  {each}" for each in WHAT] == told[1:11]
    permission.ask("prod", WHAT[:1])
    assert told[-1] == "stack prod: takes over what an earlier run made: client 'c0'"
    with pytest.raises(ToolError, match="stack prod-team-a: nothing was taken over"):
        permission.ask("prod-team-a", WHAT[1:2])


@pytest.mark.parametrize("answer", ["", "yes\n", "pro\n"])
def test_refused(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other answer takes over nothing."""
    monkeypatch.setattr("sys.stdin", _Terminal(answer))
    with pytest.raises(ToolError) as raised:
        _permission([]).ask("prod", WHAT)
    assert str(raised.value) == "stack prod: nothing was taken over or applied"
