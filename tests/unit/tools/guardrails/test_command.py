"""`make guardrails`."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
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


def test_broken_access_rules_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A grant that breaks a rule is an error among all others, at its own line, and the rule's line is told."""
    monkeypatch.setenv("COLUMNS", "200")
    shutil.copytree(ROOT / "environments" / "demo", tmp_path / "environments" / "demo")
    file = tmp_path / "environments" / "demo.yaml"
    rules = (
        "access_rules:\n  r:\n    never: {who: {consumer: loan-batch}, may: credit-scorer}\n    reason: it is a test\n"
    )
    demo = (ROOT / "environments" / "demo.yaml").read_text(encoding="utf-8")
    file.write_text(demo + rules, encoding="utf-8")
    log = tmp_path / "guardrails.sarif"

    assert list_guardrails({"ENVIRONMENTS": str(tmp_path)}, log) == 2

    line = demo.count("\n") + 2
    assert "1 errors" in capsys.readouterr().out
    (result,) = (
        each for each in json.loads(log.read_text())["runs"][0]["results"] if each["ruleId"] == "KC-ACCESS-RULE"
    )
    team = (tmp_path / "environments/demo/teams/risk.yaml").read_text(encoding="utf-8").splitlines()
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("environments/demo/teams/risk.yaml")
    assert "credit-scorer" in team[place["region"]["startLine"] - 1]
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == line
    assert f"environments/demo.yaml:{line})" in result["message"]["text"]
