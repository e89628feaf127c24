"""A step shows that it is alive, on a terminal and in a log."""

from __future__ import annotations

import io
import re
import time

import pytest

from constructs_lib.bindings import progress
from constructs_lib.bindings.progress import step

pytestmark = pytest.mark.unit


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _without_seconds(text: str) -> str:
    return re.sub(r"\d+(\.\d)? s", "N s", text)


def test_failure_in_a_log() -> None:
    """A step that fails says so and lets the error through."""
    out = io.StringIO()
    with pytest.raises(ZeroDivisionError), step("Dividing", stream=out):
        _ = 1 // 0
    assert _without_seconds(out.getvalue()) == "Dividing: failed after N s\n"


def test_what_is_done_at_once_is_not_worth_a_line() -> None:
    """Within seconds nobody wonders."""
    out = io.StringIO()
    with step("Waiting", stream=out):
        pass
    assert not out.getvalue()


def test_short_step_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done before anybody wonders is one line in a log, at its end."""
    monkeypatch.setattr(progress, "_AT_ONCE", 0.0)
    out = io.StringIO()
    with step("Waiting", stream=out):
        pass
    assert _without_seconds(out.getvalue()) == "Waiting: done in N s\n"


def test_lines_in_a_log() -> None:
    """A long step prints a line now and then, ever more seldom, and one at the end."""
    out = io.StringIO()
    began = time.monotonic()
    with step("Waiting", stream=out, line_every=0.05):
        while out.getvalue().count("\n") < 3:
            time.sleep(0.01)
    assert time.monotonic() - began > 0.05 + 0.1 + 0.2
    assert _without_seconds(out.getvalue()).splitlines() == ["Waiting ... N s"] * 3 + ["Waiting: done in N s"]


@pytest.mark.parametrize("out", [io.StringIO(), _Terminal()])
def test_withdrawn_step_leaves_no_line(out: io.StringIO) -> None:
    """Before a refusal it is neither done nor failed: the refusal says all."""
    with step("Synthesizing", stream=out) as running:
        running.withdraw()
    assert "\n" not in out.getvalue()
    assert ": " not in out.getvalue()


def test_spinner_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal one line turns, and the end takes its place."""
    monkeypatch.setattr(progress, "_AT_ONCE", 0.0)
    out = _Terminal()
    with step("Waiting", stream=out):
        while out.getvalue().count("\r") < 3:
            time.sleep(0.01)
    frames = _without_seconds(out.getvalue()).split("\r\033[K")
    assert frames[:4] == ["", "| Waiting N s", "/ Waiting N s", "- Waiting N s"]
    assert frames[-1] == "Waiting: done in N s\n"
