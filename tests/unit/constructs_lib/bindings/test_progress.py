"""A step shows that it is alive, on a terminal and in a log."""

from __future__ import annotations

import io
import re
import time

import pytest

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
    assert _without_seconds(out.getvalue()) == "Dividing ...\nDividing: failed after N s\n"


def test_lines_in_a_log() -> None:
    """A long step prints a line at the start, now and then, and at the end."""
    out = io.StringIO()
    with step("Waiting", stream=out, line_every=0.05):
        while out.getvalue().count("\n") < 3:
            time.sleep(0.01)
    lines = _without_seconds(out.getvalue()).splitlines()
    assert lines[:3] == ["Waiting ...", "Waiting ... N s", "Waiting ... N s"]
    assert lines[-1] == "Waiting: done in N s"


def test_spinner_on_a_terminal() -> None:
    """On a terminal one line turns, and the end takes its place."""
    out = _Terminal()
    with step("Waiting", stream=out):
        while out.getvalue().count("\r") < 3:
            time.sleep(0.01)
    frames = _without_seconds(out.getvalue()).split("\r\033[K")
    assert frames[:4] == ["", "| Waiting N s", "/ Waiting N s", "- Waiting N s"]
    assert frames[-1] == "Waiting: done in N s\n"
