"""Saved plans, judged by the same rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from constructs_lib.guardrails.review import Review, review
from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.plan import Plan

pytestmark = pytest.mark.unit

CLIENT = "keycloak_openid_client"
SECRET = "canary-in-a-plan"
STACK: dict[str, Any] = {
    "locals": {"clients": '${file("clients.json")}'},
    "resource": {
        "keycloak_realm": {"Realm": {"realm": "ml", "ssl_required": '${uuid() == "" ? "all" : "none"}'}},
        CLIENT: {
            "Client": {
                "for_each": "${local.clients}",
                "realm_id": "${keycloak_realm.Realm.id}",
                "client_id": "${each.key}",
                "client_secret": "${var.secret}",
                "valid_redirect_uris": "${tolist(each.value)}",
            }
        },
    },
}


def planned(kind: str, name: str, index: str | None = None, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an instance as `terraform show -json` writes it."""
    own = {"mode": "managed", "type": kind, "name": name, "values": values}
    own["sensitive_values"] = {key: True for key in values if key == "client_secret"}
    return own if index is None else {**own, "index": index}


def plan(*instances: dict[str, Any], child: dict[str, Any] | None = None) -> Plan:
    """Return a plan of some instances, and of one in a module."""
    root: dict[str, Any] = {"resources": list(instances)}
    if child:
        root["child_modules"] = [{"address": "module.beside", "resources": [child]}]
    return Plan.of_json({"format_version": "1.2", "planned_values": {"root_module": root}})


def judged(saved: Plan | None) -> Review:
    """Judge the stack, with its plan or without."""
    plans = {"dev": saved} if saved else None
    return review("dev", {"dev": STACK}, (), today=dt.date(2026, 12, 1), plans=plans)


def found(outcome: Review, rule: str) -> list[str]:
    """Return the paths that a rule objects to."""
    return [finding.path for finding in outcome.findings if finding.rule.id == rule]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"format_version": "1.2"},
        {"format_version": "2.0", "planned_values": {}},
        [],
        {"format_version": "1.2", "planned_values": {"root_module": []}},
        {"format_version": "1.2", "planned_values": {}, "resource_changes": None},
        {"format_version": "1.2", "planned_values": {}, "prior_state": None},
        {"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"mode": "managed"}]}}},
    ],
)
def test_what_is_no_plan_is_refused(document: dict[str, Any]) -> None:
    """A state, a format to come, or what was written by hand, is not judged by guess."""
    with pytest.raises(ValueError, match="terraform show -json"):
        Plan.of_json(document)


def test_a_plan_shows_what_expressions_hide() -> None:
    """Instances, texts and conditions that only Terraform can compute are judged as computed."""
    saved = plan(
        planned("keycloak_realm", "Realm", realm="ml", ssl_required="none"),
        planned(
            CLIENT, "Client", "a", client_id="a", client_secret=SECRET, valid_redirect_uris=["https://x.example/*"]
        ),
        planned(
            CLIENT, "Client", "b", client_id="b", client_secret=SECRET, valid_redirect_uris=["https://x.example/y"]
        ),
    )

    assert found(judged(saved), "KC-REDIRECT-WILDCARD") == ['dev/Client["a"]']
    assert found(judged(saved), "KC-TLS") == ["dev/Realm"]


def test_secrets_of_a_plan_are_in_no_finding() -> None:
    """A plan holds secrets in plain text: what is marked sensitive stays an unknown."""
    saved = plan(
        planned(CLIENT, "Client", "a", client_id="a", client_secret=SECRET),
        child=planned(CLIENT, "R", client_secret=SECRET),
    )
    outcome = judged(saved)

    assert SECRET not in repr(outcome)
    assert SECRET not in repr([each.arguments for each in Configuration({"dev": STACK}, {"dev": saved}).resources()])


def test_references_are_still_followed() -> None:
    """What refers to another resource stays a reference, known or not: rules ask which client a mapper is of."""
    saved = plan(planned(CLIENT, "Client", "a", realm_id="ml", client_id="a"))
    (client,) = Configuration({"dev": STACK}, {"dev": saved}).resources(CLIENT)

    assert client.text("client_id") == "a"
    assert client.text("realm_id") == "ml"


def test_what_only_a_plan_shows_is_judged() -> None:
    """Resources of a module, or of a file beside the synthesized one, are judged too."""
    beside = planned(CLIENT, "Rogue", client_id="rogue", valid_redirect_uris=["https://x.example/*"])
    outcome = judged(plan(planned(CLIENT, "Extra", client_id="extra", implicit_flow_enabled=True), child=beside))

    assert found(outcome, "KC-IMPLICIT-FLOW") == ["dev/keycloak_openid_client.Extra"]
    assert found(outcome, "KC-REDIRECT-WILDCARD") == ["dev/module.beside.keycloak_openid_client.Rogue"]


def test_what_a_table_of_the_code_lacks_is_judged() -> None:
    """A client that a plan makes by another table of local values than the code has is not passed over."""
    table = {"locals": {"clients": {"a": ["https://x.example/y"]}}}
    both = plan(
        planned(CLIENT, "Client", "a", client_id="a", valid_redirect_uris=["https://x.example/y"]),
        planned(CLIENT, "Client", "rogue", client_id="rogue", valid_redirect_uris=["https://x.example/*"]),
    )
    outcome = review("dev", {"dev": STACK | table}, (), today=dt.date(2026, 12, 1), plans={"dev": both})

    assert found(outcome, "KC-REDIRECT-WILDCARD") == ['dev/keycloak_openid_client.Client["rogue"]']


def test_a_plan_reads_what_the_configuration_leaves_unread() -> None:
    """Conditions, null, open maps and numbers of instances are what Terraform computed."""
    arguments = {
        "count": "${var.x ? 2 : 0}",
        "implicit_flow_enabled": '${var.x ? "a" : "b"}',
        "web_origins": "${var.x ? null : var.y}",
        "extra_config": '${merge(var.y, {a = "1"})}',
    }
    json = {"resource": {"keycloak_openid_client": {"Ui": arguments}}, "variable": {"x": {}, "y": {}}}
    values = {"implicit_flow_enabled": True, "web_origins": None, "extra_config": {"a": "1", "b": "2"}}
    planned = {
        "mode": "managed",
        "type": "keycloak_openid_client",
        "name": "Ui",
        "index": 0,
        "values": values,
        "sensitive_values": {},
    }
    document = {"format_version": "1.2", "planned_values": {"root_module": {"resources": [planned]}}}
    (client,) = Configuration({"stack": json}, {"stack": Plan.of_json(document)}).resources()

    assert client.decided_by is None
    assert client.is_true("implicit_flow_enabled")
    assert not client.is_set("web_origins")
    assert client.setting("b") == "2"
