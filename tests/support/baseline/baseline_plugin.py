"""Keep `docs/reference/security.md` what the tests of the security baseline see: a plugin of pytest.

A run with all of those tests fails if the page differs from what it saw, or writes it: `make security`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.baseline.baseline_run import BaselineRun
from tests.support.baseline.baseline_tests import baseline_tests
from tests.support.baseline.security_page import SECURITY_PAGE, render

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

__all__ = ["SecurityPage", "pytest_addoption", "pytest_configure"]

_OPTION = "--write-security-page"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make security` ask for the page."""
    parser.addoption(
        _OPTION, action="store_true", help="write docs/reference/security.md by what the tests of the baseline see"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Watch the run, in the process that hears of all its tests."""
    if not hasattr(config, "workerinput"):  # a worker of pytest-xdist has that
        config.pluginmanager.register(SecurityPage(write=config.getoption(_OPTION)))


class SecurityPage:
    """Hears of each test, and speaks at the end.

    Args:
        write: Whether to write the page instead of comparing it.
    """

    def __init__(self, *, write: bool) -> None:
        self._write = write
        self._run = BaselineRun(baseline_tests())
        self._said = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take a report in."""
        self._run.add(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write or compare the page; a difference fails the run."""
        if self.finish() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def finish(self) -> bool:
        """Write or compare the page; return whether something is wrong."""
        return self._written() if self._write else self._compared()

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Say what was done, or what is wrong."""
        if self._said:
            terminalreporter.write_line(self._said)

    def _written(self) -> bool:
        if not self._run.complete:
            self._said = "docs/reference/security.md is as it was: not every test of the baseline ran"
            return True
        SECURITY_PAGE.write_text(self._page(), encoding="utf-8")
        self._said = "docs/reference/security.md was written"
        return False

    def _compared(self) -> bool:
        if not self._run.complete or SECURITY_PAGE.read_text(encoding="utf-8") == self._page():
            return False
        self._said = (
            "docs/reference/security.md differs from what the tests saw: run make security, and review the difference"
        )
        return True

    def _page(self) -> str:
        from tests.integration.security.rows import ROWS  # noqa: PLC0415 - asserts in it are rewritten by then

        return render(ROWS, self._run.rows, self._run.audits)
