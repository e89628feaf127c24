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


def _permission(told: list[str], *, is_local: bool = False, confirm: str = "") -> TakeoverPermission:
    return TakeoverPermission("prod", is_local, {"CONFIRM": confirm}, told.append, nullcontext)


@pytest.mark.parametrize("given", [{"is_local": True}, {"confirm": "prod"}])
def test_allowed_beforehand(given: dict[str, bool | str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Local, or confirmed by the environment's name: a line says what is taken over; many things are cut short."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    told: list[str] = []
    _permission(told, is_local=bool(given.get("is_local")), confirm=str(given.get("confirm", ""))).ask("prod", WHAT)
    shown = ", ".join(WHAT[:8])
    assert told == [f"stack prod: takes over what an earlier run made: {shown}, and 2 more"]


def test_nobody_is_there_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal, another environment's name is no answer: one line, exit code 2."""
    monkeypatch.setattr("sys.stdin", io.StringIO("prod\n"))
    with pytest.raises(ToolError) as raised:
        _permission([], confirm="staging").ask("prod-team-a", WHAT[:1])
    assert str(raised.value) == (
        "stack prod-team-a: these exist in Keycloak, and no state has them: client 'c0': "
        "if an interrupted deployment made them, take them over by CONFIRM=prod"
    )
    assert raised.value.exit_code == 2


def test_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal the environment's name is typed, once for all stacks of a run."""
    monkeypatch.setattr("sys.stdin", _Terminal("prod\n"))
    told: list[str] = []
    permission = _permission(told)
    permission.ask("prod", WHAT[:1])
    permission.ask("prod-team-a", WHAT[1:2])
    assert told[-2:] == [
        "stack prod: takes over what an earlier run made: client 'c0'",
        "stack prod-team-a: takes over what an earlier run made: client 'c1'",
    ]


@pytest.mark.parametrize("answer", ["", "yes\n", "pro\n"])
def test_refused(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other answer takes over nothing."""
    monkeypatch.setattr("sys.stdin", _Terminal(answer))
    with pytest.raises(ToolError) as raised:
        _permission([]).ask("prod", WHAT)
    assert str(raised.value) == "stack prod: nothing was taken over or applied"
