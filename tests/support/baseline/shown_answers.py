"""What a test of the security baseline saw, on its way to `docs/reference/security.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["AUDIT", "BY_DEFAULT", "HERE", "ShownAnswers"]

HERE, BY_DEFAULT, AUDIT = "baseline.here", "baseline.by_default", "baseline.audit"
"""Names of the properties in a test's report."""


class ShownAnswers:
    """Records answers in the test's report, and hands them on to its assertions.

    Args:
        record: pytest's `record_property`.
    """

    def __init__(self, record: Callable[[str, object], None]) -> None:
        self._record = record

    def here(self, answer: str) -> str:
        """Record what the deployed realm answered."""
        self._record(HERE, answer)
        return answer

    def by_default(self, answer: str) -> str:
        """Record what a realm with Keycloak's defaults answered to the same."""
        self._record(BY_DEFAULT, answer)
        return answer

    def audit(self, auditor: str, realm: str, *findings: str) -> None:
        """Record what an auditor by others says of a realm.

        Args:
            auditor: Its name on the page.
            realm: The environment, or what else tells the realm from others.
            findings: One a line: severity or result, check, and what it is about.
        """
        self._record(AUDIT, "\n".join((auditor, realm, *findings)))
