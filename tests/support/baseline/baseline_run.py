"""What a test run saw of the security baseline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.baseline.shown_answers import AUDIT, BY_DEFAULT, HERE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

__all__ = ["BaselineRun", "RowResult"]


@dataclass
class RowResult:
    """What the tests of one row saw.

    Attributes:
        tests: Their ids.
        passed: All of them passed.
        here: Answers of the deployed realm.
        by_default: Answers of a realm with Keycloak's defaults.
    """

    tests: list[str] = field(default_factory=list)
    passed: bool = True
    here: set[str] = field(default_factory=set)
    by_default: set[str] = field(default_factory=set)


class BaselineRun:
    """Collects the reports of a run, whichever worker they come from.

    Args:
        tests: The rows of every test of the baseline, by the test's id.
    """

    def __init__(self, tests: Mapping[str, tuple[int, ...]]) -> None:
        self._tests = tests
        self._ended: set[str] = set()
        self.rows: dict[int, RowResult] = {}
        self.audits: dict[tuple[str, str], tuple[str, ...]] = {}
        for test, rows in tests.items():
            for row in rows:
                self.rows.setdefault(row, RowResult()).tests.append(test)

    def add(self, report: pytest.TestReport) -> None:
        """Take in the report of one phase of one test; tests of something else are passed over."""
        test = report.nodeid.partition("[")[0]
        if test not in self._tests:
            return
        if report.when == "call" or not report.passed:
            self._ended.add(test)
        for name, answer in report.user_properties if report.when == "call" else ():
            if name == AUDIT:
                auditor, realm, *findings = str(answer).split("\n")
                self.audits[auditor, realm] = tuple(findings)
        for row in self._tests[test]:
            result = self.rows[row]
            result.passed &= report.passed
            for name, answer in report.user_properties if report.when == "call" else ():
                if name == HERE:
                    result.here.add(str(answer))
                elif name == BY_DEFAULT:
                    result.by_default.add(str(answer))

    @property
    def complete(self) -> bool:
        """Every test of the baseline ran."""
        return self._ended == set(self._tests)
