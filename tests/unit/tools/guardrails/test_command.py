"""`make guardrails`."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tools.guardrails.command import list_guardrails

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_the_project_s_environments_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each exemption is shown with its reason, nothing stops, and the SARIF log has the same findings."""
    monkeypatch.setenv("COLUMNS", "200")
    log = tmp_path / "out" / "guardrails.sarif"

    assert list_guardrails({}, log) == 0

    printed = capsys.readouterr().out
    assert "Environment 'dev'" in printed
    assert "exempted without end: " in printed
    assert "\n0 errors, " in printed
    results = json.loads(log.read_text())["runs"][0]["results"]
    suppressed = Counter(result["suppressions"][0]["kind"] for result in results if "suppressions" in result)
    assert (
        f", {suppressed['inSource']} exempted, {suppressed['external']} not asked of a Keycloak on this machine, in "
        in printed
    )
