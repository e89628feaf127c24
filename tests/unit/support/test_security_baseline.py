"""The rows of the security baseline, their tests, and their page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.integration.security.row import Row, State
from tests.integration.security.rows import ROWS
from tests.support.baseline import baseline_plugin
from tests.support.baseline.baseline_plugin import SecurityPage
from tests.support.baseline.baseline_run import BaselineRun
from tests.support.baseline.baseline_tests import baseline_tests
from tests.support.baseline.security_page import SECURITY_PAGE, render
from tests.support.baseline.shown_answers import BY_DEFAULT, HERE, ShownAnswers
from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

TESTS = baseline_tests()
TWO_TESTS = {"a.py::test_one": (1,), "a.py::test_both": (1, 2)}
TWO_ROWS = (Row(1, "first", "RFC 1"), Row(2, "second", "RFC 2", state=State.GAP, remedy="Look a|way."))


def report(
    test: str,
    *,
    outcome: Literal["passed", "failed"] = "passed",
    when: Literal["setup", "call"] = "call",
    here: str = "",
) -> pytest.TestReport:
    """Return what pytest says of one phase of a test."""
    answers: list[tuple[str, object]] = []
    if here:
        ShownAnswers(lambda name, value: answers.append((name, value))).here(here)
    return pytest.TestReport(test, ("a.py", 1, test), {}, outcome, None, when, user_properties=answers)


def test_rows_are_numbered() -> None:
    """There are forty-three rows, in order."""
    assert list(range(1, 44)) == [row.number for row in ROWS]


def test_every_row_has_a_test_and_every_test_a_row() -> None:
    """No row is untested, and no test shows nothing: those of auditors by others have sections of their own."""
    assert {row.number for row in ROWS} == {number for numbers in TESTS.values() for number in numbers}
    without = {test.partition("::")[0].rpartition("/")[2] for test, numbers in TESTS.items() if not numbers}
    assert without == {"test_kcwarden.py", "test_mcp_conformance.py"}


def test_test_without_a_row_would_be_found(tmp_path: Path) -> None:
    """Marks are read from the source: all rows of a mark, and none."""
    source = "@pytest.mark.baseline(3, 4)\ndef test_rows() -> None: ...\n\n\ndef test_none() -> None: ...\n"
    (tmp_path / "test_x.py").write_text(source, encoding="utf-8")
    assert baseline_tests(tmp_path) == {"test_x.py::test_none": (), "test_x.py::test_rows": (3, 4)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_settings_stand_where_the_page_says(row: Row) -> None:
    """Each setting is named in one of the files, and each file names one."""
    texts = [(ROOT / path).read_text(encoding="utf-8") for path in row.where]
    assert [setting for setting in row.settings if not any(setting in text for text in texts)] == []
    assert [text for text in texts if not any(setting in text for setting in row.settings)] == []


def test_what_is_not_met_has_a_remedy() -> None:
    """A reader learns what to do about every row that is not met by itself."""
    assert [row.number for row in ROWS if row.state != State.MET and not row.remedy] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_page_has_the_row(row: Row) -> None:
    """What does not need a run is current: number, requirement, source and state; the run itself compares the rest."""
    (cells,) = [
        line.strip("| \n").split(" | ")
        for line in SECURITY_PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| {row.number} | {row.requirement} |")
    ]
    assert (row.source, str(row.state)) == (cells[2], cells[6])


def test_partial_run_is_not_complete() -> None:
    """As long as one test is missing, a run says nothing of the page."""
    run = BaselineRun(TWO_TESTS)
    run.add(report("a.py::test_one[x]"))
    run.add(report("a.py::test_both", when="setup"))
    run.add(report("b.py::test_of_something_else"))
    assert run.complete is False
    run.add(report("a.py::test_both"))
    assert run.complete is True


def test_failed_setup_ends_a_test() -> None:
    """A test that could not start counts as one that failed."""
    run = BaselineRun({"a.py::test_one": (1,)})
    run.add(report("a.py::test_one", when="setup", outcome="failed"))
    assert (run.complete, run.rows[1].passed) == (True, False)


def test_one_failure_fails_the_row() -> None:
    """Whatever its other tests and parameters say, and in whatever order they end."""
    run = BaselineRun(TWO_TESTS)
    run.add(report("a.py::test_one[y]", outcome="failed"))
    run.add(report("a.py::test_one[x]"))
    run.add(report("a.py::test_both"))
    page = render(TWO_ROWS, run.rows, {})
    assert ("| fails |" in page, "| gap |" in page) == (True, True)


def test_page_shows_the_answers() -> None:
    """Each answer once, sorted, with the bar of a table cell escaped; a row without a run fails."""
    run = BaselineRun({"a.py::test_one": (1,)})
    for answer in ("b|c", "a", "a"):
        run.add(report("a.py::test_one", here=answer))
    page = render(TWO_ROWS, run.rows, {})
    assert "| 1 | first | RFC 1 | built in | `a`, `b\\|c` |  | met | [test_one](../../a.py) |" in page
    assert "| 2 | second | RFC 2 | nothing |  |  | fails |  |" in page
    assert "| 2 | fails | Look a\\|way. |\n\n## What kcwarden finds" in page


def test_page_shows_what_auditors_say() -> None:
    """It counts findings by severity, names the severity of what is explained, and lists the suite's checks."""
    said: list[tuple[str, object]] = []
    shown = ShownAnswers(lambda name, value: said.append((name, value)))
    shown.audit("kcwarden", "prod", "Info Anything x", "High PublicClientsMustEnforcePKCE account", "Info Anything y")
    shown.audit("mcp", "dev", "SUCCESS authorization-code-grant")
    run = BaselineRun({"a.py::test_one": ()})
    run.add(pytest.TestReport("a.py::test_one", ("a.py", 1, "x"), {}, "passed", None, "call", user_properties=said))
    page = render(TWO_ROWS, {}, run.audits)
    assert "| `prod` | 0 | 1 | 0 | 0 | 2 |" in page
    assert "| PublicClientsMustEnforcePKCE | high | `account` |" in page
    assert "| `authorization-code-grant` | success |  |" in page


def test_answers_are_handed_on() -> None:
    """A test asserts on the very answer that it shows."""
    seen: list[tuple[str, object]] = []
    shown = ShownAnswers(lambda name, value: seen.append((name, value)))
    assert (shown.here("x"), shown.by_default("y")) == ("x", "y")
    assert seen == [(HERE, "x"), (BY_DEFAULT, "y")]


@pytest.mark.parametrize("write", [False, True])
def test_complete_run_notices_a_page_that_differs(
    write: bool,  # noqa: FBT001 - pytest passes parameters by name
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It fails, or writes the page anew; after that the same run passes."""
    page = tmp_path / "security.md"
    page.write_text("old", encoding="utf-8")
    monkeypatch.setattr(baseline_plugin, "SECURITY_PAGE", page)
    end = SecurityPage(write=write)
    assert end.finish() is write  # nothing ran: no page to write, and none to compare
    for test in TESTS:
        end.pytest_runtest_logreport(report(test))
    assert end.finish() is not write
    assert page.read_text(encoding="utf-8").startswith("# Security baseline" if write else "old")
