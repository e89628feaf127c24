"""What the page about reviews shows is what the commands print."""

from __future__ import annotations

import re
import shlex

import pytest
from typer.testing import CliRunner

from stacks.environment import Environment
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import PAGES, unnumbered
from tools.access.commands import app
from tools.access.difference import render_difference
from tools.access.formats import DifferenceFormat

pytestmark = pytest.mark.unit

_COMMAND = "$ python -m tools access "
(PAGE,) = (page for page in PAGES if page.path.name == "review-access.md")
SHOWN = [block for block in PAGE.code("console") if block.startswith(_COMMAND)]


def test_there_is_something_shown() -> None:
    """Every console block of the page is tried by the next test."""
    assert len(SHOWN) >= 4
    assert PAGE.code("console") == SHOWN


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.splitlines()[0].removeprefix(_COMMAND))
def test_output(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command prints what the page shows, but for numbers of lines: files grow."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(ROOT)
    command, _, expected = block.partition("\n")
    result = CliRunner().invoke(app, shlex.split(command.removeprefix(_COMMAND)), catch_exceptions=False)
    assert unnumbered(result.output) == unnumbered(expected)


@pytest.mark.slow
def test_plan() -> None:
    """A plan says what the page shows: alan joins the data scientists."""
    demo = EnvironmentFiles().load("demo")
    data = demo.model_dump()
    data["teams"]["risk"]["people"]["alan"]["groups"] = ("risk-analysts", "data-scientists")
    planned = PlannedChange.of("demo", demo, Environment.model_validate(data))
    shown = render_difference({"demo": planned.difference()}, "", DifferenceFormat.TEXT, "")
    _, counts, changes = re.split(r"^demo: (.*\n)", shown)
    assert PAGE.code("text") == [shown, f"Access: {counts}{changes}"]
