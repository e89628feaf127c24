"""Resources for Istio, Envoy Gateway and Kubeflow are what their custom resource definitions accept."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.support.gateways.kubernetes_schema import kubernetes_faults
from tests.support.gateways.protected import ENDPOINTS, render

pytestmark = pytest.mark.unit

FILES = (
    ("istio", "istio.yaml"),
    ("envoy-gateway", "security-policy.yaml"),
    ("kubeflow", "machines.yaml"),
)


def resources(preset: str, file: str, **gateway: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any key of `gateway`
    """Return the resources of a file."""
    return list(YAML(typ="safe", pure=True).load_all(render(preset, **gateway)[file]))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"spec": {"rules": [{"too": []}]}}, "$.spec.rules[0]: Additional properties are not allowed"),
        ({"spec": {"action": "PERMIT"}}, "$.spec.action: 'PERMIT' is not one of"),
        (
            {"spec": {"selector": {"matchLabels": {"app*": "x"}}}},
            "$.spec.selector.matchLabels: wildcard not allowed in label key match",
        ),
        ({"apiVersion": "security.istio.io/v1alpha1"}, "apiVersion is security.istio.io/v1"),
    ],
)
def test_a_wrong_resource_is_found_out(change: dict[str, Any], fault: str) -> None:
    """The tests below can fail: by an unknown field, a wrong value, a broken rule, an old version."""
    policy = copy.deepcopy(resources("istio", "istio.yaml")[1]) | change
    (found,) = kubernetes_faults(policy)
    assert found.startswith(fault)


def test_a_broken_rule_of_envoy_gateway_is_found_out() -> None:
    """The rules of the definition are evaluated, not only its types."""
    (policy,) = resources("envoy-gateway", "security-policy.yaml")
    del policy["spec"]["authorization"]["rules"][1]["principal"]
    assert kubernetes_faults(policy) == [
        "$.spec.authorization.rules[1]: at least one of principal or cel must be specified"
    ]


@pytest.mark.parametrize("opened", [[], ["health", "metrics"]], ids=["closed", "open"])
@pytest.mark.parametrize("kubernetes", [{}, {"namespace": "serving", "selector": {"app": "mlserver"}}], ids=["", "own"])
@pytest.mark.parametrize(("preset", "file"), FILES)
def test_resources_are_valid(preset: str, file: str, kubernetes: dict[str, object], opened: list[str]) -> None:
    """Every resource passes the schema and the rules of its definition."""
    for resource in resources(preset, file, kubernetes=kubernetes, open=opened):
        assert kubernetes_faults(resource) == []


def test_istio_rules() -> None:
    """A role opens its action's paths, with the realm's tokens alone; the model's description any of its roles."""
    authentication, policy, _ = resources("istio", "istio.yaml")
    rules = {tuple(rule["when"][0]["values"]): rule for rule in policy["spec"]["rules"]}
    assert authentication["spec"]["jwtRules"][0]["audiences"] == ["scorer"]
    assert list(rules) == [
        ("churn:predict", "model-api-access"),
        ("fraud:explain", "fraud:predict", "model-api-access"),
        ("fraud:explain", "model-api-access"),
        ("fraud:predict", "model-api-access"),
    ]
    assert rules["fraud:predict", "model-api-access"] == {
        "from": [{"source": {"requestPrincipals": [f"{ENDPOINTS.issuer}/*"]}}],
        "to": [
            {
                "operation": {
                    "methods": ["POST"],
                    "paths": ["/v2/models/fraud/infer", "/v2/models/fraud/versions/{*}/infer"],
                }
            }
        ],
        "when": [{"key": "request.auth.claims[roles]", "values": ["fraud:predict", "model-api-access"]}],
    }


def test_istio_opens_what_was_asked_for() -> None:
    """The one rule without a source is the one for open paths."""
    _, policy, _ = resources("istio", "istio.yaml", open=["metrics"])
    assert [rule for rule in policy["spec"]["rules"] if "from" not in rule] == [
        {"to": [{"operation": {"methods": ["GET"], "paths": ["/metrics"]}}]}
    ]


def test_envoy_gateway_refuses_by_default() -> None:
    """What no rule allows is refused, and a token is required unless a path is open."""
    (closed,) = resources("envoy-gateway", "security-policy.yaml")
    (opened,) = resources("envoy-gateway", "security-policy.yaml", open=["health"])
    assert [policy["spec"]["authorization"]["defaultAction"] for policy in (closed, opened)] == ["Deny", "Deny"]
    assert [policy["spec"]["jwt"].get("optional", False) for policy in (closed, opened)] == [False, True]
    assert [
        rule["name"] for rule in opened["spec"]["authorization"]["rules"] if "clientCIDRs" in rule.get("principal", {})
    ] == [
        "GET /v2/health/live",
        "GET /v2/health/ready",
    ]


def test_envoy_gateway_rule_of_a_version() -> None:
    """A version is one segment of plain characters; the rest of the path is as it stands."""
    (policy,) = resources("envoy-gateway", "security-policy.yaml")
    (rule,) = [
        rule
        for rule in policy["spec"]["authorization"]["rules"]
        if rule["name"] == "POST /v2/models/churn/versions/{version}/infer"
    ]
    assert rule["operation"] == {
        "methods": ["POST"],
        "path": {
            "type": "RegularExpression",
            "value": "/v2/models/churn/versions/[A-Za-z0-9][A-Za-z0-9._-]*/infer",
        },
    }
    assert rule["principal"]["jwt"]["claims"] == [
        {"name": "roles", "valueType": "StringArray", "values": ["churn:predict", "model-api-access"]}
    ]


@pytest.mark.parametrize(("preset", "file"), [("istio", "istio.yaml"), ("kubeflow", "machines.yaml")])
def test_istio_refuses_bound_tokens(preset: str, file: str) -> None:
    """A token with anything that Keycloak binds one to is denied, before any rule allows it."""
    policy = resources(preset, file)[-1]
    assert policy["kind"] == "AuthorizationPolicy"
    assert {key: policy["spec"][key] for key in ("action", "rules")} == {
        "action": "DENY",
        "rules": [
            {"when": [{"key": "request.auth.claims[cnf][jkt]", "values": ["*"]}]},
            {"when": [{"key": "request.auth.claims[cnf][x5t#S256]", "values": ["*"]}]},
        ],
    }


def test_envoy_gateway_refuses_bound_tokens_first() -> None:
    """The first rule that matches decides: it denies whatever has `cnf`."""
    (policy,) = resources("envoy-gateway", "security-policy.yaml", open=["health"])
    assert policy["spec"]["authorization"]["rules"][0] == {
        "name": "no bound tokens",
        "action": "Deny",
        "cel": "'cnf' in metadata.filter_metadata['envoy.filters.http.jwt_authn']['keycloak']",
    }
