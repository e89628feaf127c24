"""What a person sees while stacks are worked on."""

from __future__ import annotations

import io
import re

import pytest

from tests.unit.tools.runner.terminal import Terminal
from tools.runner.screen import Screen, is_plain

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of a known kind and size, with nothing that asks for plain lines."""
    for name in ("NO_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", "COLUMNS": "60", "LINES": "20"}.items():
        monkeypatch.setenv(name, value)


def _words(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)


@pytest.mark.parametrize(
    ("variables", "plain"),
    [({}, False), ({"NO_COLOR": "1"}, True), ({"CI": "true"}, True), ({"TERM": "dumb"}, True), ({"CI": ""}, False)],
)
def test_who_gets_plain_lines(variables: dict[str, str], *, plain: bool) -> None:
    """Those who ask for them, a build, and whatever is no terminal."""
    assert is_plain(Terminal(), variables) is plain
    assert is_plain(io.StringIO(), variables)


def test_live_lines() -> None:
    """One line a stack, which counts; it is gone when all is done, and what was told stays."""
    stream = Terminal()
    screen = Screen(stream)
    with screen.shown():
        screen.begin("ml-models", "applying", total=3)
        screen.begin("ml-team-risk", "planning")
        screen.advance("ml-models")
        screen.tell("a line that stays")
    shown = _words(stream.getvalue())
    assert "ml-models: applying 1/3, 0 s" in shown
    assert "ml-team-risk: planning 0 s" in shown
    assert "a line that stays" in shown
    # The last thing it does is to take the live lines away: up, and erase.
    assert stream.getvalue().rstrip().endswith(("\x1b[2K", "\x1b[?25h"))


def test_somebody_types() -> None:
    """While it is paused nothing is drawn over what is typed, and then it goes on."""
    stream = Terminal()
    screen = Screen(stream)
    with screen.shown():
        screen.begin("ml", "applying", total=1)
        with screen.paused():
            before = stream.getvalue()
            screen.advance("ml")
            assert stream.getvalue() == before
        screen.advance("ml")
    assert "ml: applying 2/1" in _words(stream.getvalue())


def test_plain_lines_are_few() -> None:
    """Whoever reads a log gets one line for all that is going on, ever more seldom, without escape codes."""
    stream = io.StringIO()
    seconds = [0.0]
    screen = Screen(stream, lambda: seconds[0])
    screen.begin("ml-models", "applying", total=40)
    screen.begin("ml-team-risk", "planning")
    for second in range(300):
        seconds[0] = float(second)
        screen.remind()
    lines = stream.getvalue().splitlines()
    assert lines[0] == "ml-models: applying 0/40, 20 s; ml-team-risk: planning 20 s"
    assert [line.rpartition(" ")[0].rpartition(" ")[2] for line in lines] == ["20", "60", "120", "180", "240"]


def test_nothing_is_said_of_nothing() -> None:
    """While no stack is worked on, no line is printed."""
    stream = io.StringIO()
    seconds = [0.0]
    screen = Screen(stream, lambda: seconds[0])
    seconds[0] = 1000.0
    screen.remind()
    assert stream.getvalue() == ""
