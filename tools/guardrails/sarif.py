"""Findings and rules of the guardrails as SARIF."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.guardrails.finding import SourcePlace
from constructs_lib.guardrails.on_loopback import NEEDLESS
from constructs_lib.guardrails.rules import RULES
from tools.sarif import location, physical_location, sarif_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.guardrails.finding import GuardrailFinding
    from constructs_lib.guardrails.review import Review
    from constructs_lib.guardrails.rule import Rule

__all__ = ["sarif_log"]


def sarif_log(reviews: Sequence[Review]) -> str:
    """Return one run with every rule and every finding; exempted ones are suppressed with their reason."""
    results = [_result(finding) for review in reviews for finding in review.findings]
    return json.dumps(sarif_document("guardrails", [_rule(rule) for rule in RULES], results), indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.info},
        "fullDescription": {"text": f"{rule.why} ({rule.source})"},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": str(rule.level)},
    }


def _result(finding: GuardrailFinding) -> dict[str, Any]:
    place = finding.place or SourcePlace(f"environments/{finding.environment}.yaml", 1)
    result: dict[str, Any] = {
        "ruleId": finding.rule.id,
        "level": str(finding.level),
        "message": {"text": f"{finding.said}: {finding.remedy}"},
        "locations": [location(place, one_line(finding.path))],
    }
    if finding.also:
        contradicted = {"physicalLocation": physical_location(finding.also), "message": {"text": "what it contradicts"}}
        result["relatedLocations"] = [contradicted]
    if finding.exemption:
        result["suppressions"] = [{"kind": "inSource", "justification": one_line(finding.exemption.reason)}]
    elif finding.needless:
        result["suppressions"] = [{"kind": "external", "justification": NEEDLESS}]
    return result
