"""Resources for Istio, Envoy Gateway and Kubeflow are what their custom resource definitions accept."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.support.gateways.kubernetes_schema import kubernetes_faults
from tests.support.gateways.protected import ENDPOINTS, findings, render

pytestmark = pytest.mark.unit

FILES = (
    ("istio", "istio.yaml"),
    ("kserve", "kserve.yaml"),
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


def test_kserve_gives_each_model_its_own_requests() -> None:
    """The pods of an InferenceService take that model's routes; the namespace has a policy that allows nothing."""
    _, _, closed, churn, fraud = resources("kserve", "kserve.yaml", kubernetes={"namespace": "serving"})
    assert closed["spec"] == {}
    for policy, model in ((churn, "churn"), (fraud, "fraud")):
        assert policy["metadata"] == {"name": f"scorer-{model}", "namespace": "serving"}
        assert policy["spec"]["selector"] == {"matchLabels": {"serving.kserve.io/inferenceservice": model}}
        paths = {
            path
            for rule in policy["spec"]["rules"]
            for operation in rule["to"]
            for path in operation["operation"]["paths"]
        }
        assert {path.split("/")[3] for path in paths} == {model}


@pytest.mark.parametrize(
    ("gateway", "declared", "fault"),
    [
        ({}, {"models": {"org/model": {}}}, "models.org/model"),
        ({"kubernetes": {"selector": {"app": "x"}}}, {}, "gateway.kubernetes.selector"),
    ],
)
def test_what_kserve_cannot_find(gateway: dict[str, object], declared: dict[str, object], fault: str) -> None:
    """A model whose name no InferenceService can have, and pods by other labels, are refused."""
    (found,) = findings("kserve", declared=declared, **gateway)
    assert found.startswith(f"{fault}: realm 'ml-prod', gateway: kserve finds ")


AI: dict[str, Any] = {
    "declared": {
        "models": {
            "org/Large": {"server": "https://large.internal"},
            "small": {"server": "http://10.0.0.7:8000"},
        }
    },
    "paths": {"style": "openai"},
}


def test_ai_gateway_routes() -> None:
    """Each model's requests, by the AI gateway's header, go to its own server; all resources are valid."""
    found = resources("envoy-gateway", "ai-gateway.yaml", **AI)
    assert [(resource["kind"], kubernetes_faults(resource)) for resource in found] == [
        ("AIGatewayRoute", []),
        ("AIServiceBackend", []),
        ("Backend", []),
        ("AIServiceBackend", []),
        ("Backend", []),
    ]
    assert [rule["matches"][0]["headers"][0]["value"] for rule in found[0]["spec"]["rules"]] == ["org/Large", "small"]
    assert found[2]["spec"]["endpoints"] == [{"fqdn": {"hostname": "large.internal", "port": 443}}]
    assert found[4]["metadata"]["name"] == "small"


def test_ai_gateway_rules() -> None:
    """A body's model is told by that header alone, beside a role of it; the policy is valid."""
    (policy,) = resources("envoy-gateway", "security-policy.yaml", **AI)
    assert kubernetes_faults(policy) == []
    (rule,) = [
        rule for rule in policy["spec"]["authorization"]["rules"] if rule["name"] == "POST /v1/responses for small"
    ]
    assert rule["principal"]["headers"] == [{"name": "x-ai-eg-model", "values": ["small"]}]
    assert rule["principal"]["jwt"]["claims"][0]["values"] == ["small:predict", "model-api-access"]


@pytest.mark.parametrize(
    ("server", "opened", "place"),
    [("https://large.internal", [], "models.small.server"), ("http://10.0.0.7:8000", ["health"], "gateway.open")],
)
def test_what_the_ai_gateway_would_let_out(server: str, opened: list[str], place: str) -> None:
    """Two models on one server, and the list of models beside an open path, are refused."""
    models = {"org/Large": {"server": "https://large.internal"}, "small": {"server": server}}
    (found,) = findings("envoy-gateway", declared={"models": models}, paths={"style": "openai"}, open=opened)
    assert found.startswith(f"{place}: realm 'ml-prod', gateway: envoy-gateway ")


def test_ai_gateway_needs_a_server_for_each_model() -> None:
    """A body for a model without a server of its own could be read in another way there: it is refused."""
    found = findings("envoy-gateway", paths={"style": "openai", "actions": {"explain": ["POST /explain/{model}"]}})
    assert "by models.<model>.server" in found[0]
