"""Findings as SARIF."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from constructs_lib.guardrails.exemption import ExemptionProps
from constructs_lib.guardrails.review import review
from constructs_lib.guardrails.rules import RULES
from tools.guardrails.sarif import sarif_log

pytestmark = pytest.mark.unit

EXEMPTION = ExemptionProps(rule="KC-LOCAL-STATE", resource="dev", reason="one developer's machine")


def test_every_finding_names_its_rule_and_place() -> None:
    """An error is a result of its environment's file; an exempted one is suppressed with its reason."""
    realm = {"resource": {"keycloak_realm": {"Realm": {"realm": "ml"}}}}
    (run,) = json.loads(sarif_log([review("dev", {"dev": realm}, [EXEMPTION], today=dt.date(2026, 12, 1))]))["runs"]
    events = [result for result in run["results"] if result["ruleId"] == "KC-EVENTS"]
    (state,) = [result for result in run["results"] if result["ruleId"] == "KC-LOCAL-STATE"]

    assert events[0]["level"] == "error"
    assert "suppressions" not in events[0]
    (location,) = events[0]["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "environments/dev.yaml"},
        "region": {"startLine": 1},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "dev/Realm", "kind": "resource"}]
    assert state["suppressions"] == [{"kind": "inSource", "justification": "one developer's machine"}]


def test_no_secret_reaches_the_log() -> None:
    """What is written in a declaration by mistake is not in the log: its texts are those that people read."""
    secret = "pw: Summer2024!"
    client = {
        "client_id": secret,
        "realm_id": "ml",
        "valid_redirect_uris": ["https://bob:Winter2024@x.example.com/*"],
        "//": {"metadata": {"path": f"dev/{secret}"}},
    }
    exemption = ExemptionProps(rule="KC-LOCAL-STATE", resource="dev", reason=f"the admin said {secret}")
    judged = review(
        "dev",
        {"dev": {"resource": {"keycloak_openid_client": {"Ui": client}}}},
        [exemption],
        today=dt.date(2026, 12, 1),
    )
    log = sarif_log([judged])

    assert "[a password in words, not shown]" in log
    assert "Summer2024" not in log
    assert "Winter2024" not in log


def test_every_rule_is_described() -> None:
    """A code-review tool can show what a rule means, found or not."""
    (run,) = json.loads(sarif_log([]))["runs"]

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    assert run["results"] == []
