"""What the Model Context Protocol's own conformance suite says of a live realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.auditors.explanations import CONFORMANCE
from tests.support.auditors.mcp_conformance import conformance_checks

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.live_environment import LiveEnvironment

pytestmark = [pytest.mark.integration, pytest.mark.security]


def test_realm_passes_the_suite(dev: LiveEnvironment, tmp_path: Path, shown: ShownAnswers) -> None:
    """An agent's host finds the realm by its metadata, and gets a token by a code; what fails is explained by name."""
    checks = conformance_checks(dev.person("ml-api-user", "agent-host"), tmp_path)
    shown.audit("mcp", "dev", *map(str, checks))
    passed = {check.name for check in checks if check.status == "SUCCESS"}
    assert passed == {"authorization-code-grant", "authorization-server-metadata"}
    assert [check for check in checks if check.name not in {*passed, *(each.check for each in CONFORMANCE)}] == []
    assert {each.check for each in CONFORMANCE} <= {check.name for check in checks} - passed
