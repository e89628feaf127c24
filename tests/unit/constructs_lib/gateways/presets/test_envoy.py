"""Envoy's configuration, where a slip would open a model."""

from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml import YAML

from constructs_lib.declaration.props import ConsumerProps, MtlsAuth
from tests.support.gateways.protected import ENDPOINTS, render

pytestmark = pytest.mark.unit


def load(*, declared: dict[str, object] | None = None, **gateway: Any) -> dict[str, Any]:  # noqa: ANN401 - any key of `gateway`
    """Return the configuration."""
    content = YAML(typ="safe", pure=True).load(render("envoy", declared=declared, **gateway)["envoy.yaml"])
    return dict(content["static_resources"])


def manager(resources: dict[str, Any]) -> dict[str, Any]:
    """Return the HTTP connection manager."""
    found: dict[str, Any] = resources["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"]
    return found


def http_filter(resources: dict[str, Any], name: str) -> dict[str, Any]:
    """Return an HTTP filter's configuration."""
    (found,) = [part for part in manager(resources)["http_filters"] if part["name"] == f"envoy.filters.http.{name}"]
    return dict(found["typed_config"])


BINDING = {"filter": "envoy.filters.http.jwt_authn", "path": [{"key": "claims"}, {"key": "cnf"}]}
NOT_BOUND = {"not_id": {"sourced_metadata": {"metadata_matcher": {**BINDING, "value": {"present_match": True}}}}}
CRITICAL = {"filter": "envoy.filters.http.jwt_authn", "path": [{"key": "header"}, {"key": "crit"}]}
NOT_CRITICAL = {"not_id": {"sourced_metadata": {"metadata_matcher": {**CRITICAL, "value": {"present_match": True}}}}}
ACT = {"filter": "envoy.filters.http.jwt_authn", "path": [{"key": "claims"}, {"key": "act"}]}
NOBODY_ACTS = {"not_id": {"sourced_metadata": {"metadata_matcher": {**ACT, "value": {"present_match": True}}}}}
DPOP: dict[str, object] = {"consumers": {"device": ConsumerProps(dpop=True)}}
MTLS: dict[str, object] = {"consumers": {"edge": ConsumerProps(auth=MtlsAuth(method="mtls", subject_dn="CN=edge"))}}


def test_every_request_needs_a_token() -> None:
    """The one rule of the filter matches every path; nothing is open unless asked for."""
    assert http_filter(load(), "jwt_authn")["rules"] == [
        {"match": {"prefix": "/"}, "requires": {"provider_name": "keycloak"}}
    ]


def test_an_open_path_is_open_for_its_method_alone() -> None:
    """A rule without a requirement names path and method, and stands before the one for all."""
    opened, closed = http_filter(load(open=["metrics"]), "jwt_authn")["rules"]
    header = {"name": ":method", "string_match": {"exact": "GET"}}
    assert opened == {"match": {"path": "/metrics", "headers": [header]}}
    assert closed["requires"] == {"provider_name": "keycloak"}


def test_tokens_come_from_the_header_alone_and_stop_here() -> None:
    """Issuer and audience are exact, expiry is required, no token is read from a URL or sent on."""
    provider = http_filter(load(clock_skew="30s", key_cache="2m"), "jwt_authn")["providers"]["keycloak"]
    expected = {
        "issuer": ENDPOINTS.issuer,
        "audiences": ["scorer"],
        "require_expiration": True,
        "clock_skew_seconds": 30,
        "from_headers": [{"name": "Authorization", "value_prefix": "Bearer "}],
        "forward": False,
    }
    assert {key: provider[key] for key in expected} == expected
    assert provider["remote_jwks"]["cache_duration"] == "120s"


def test_what_no_policy_allows_is_refused() -> None:
    """The action is ALLOW, and each policy asks for algorithm, type, one of its roles, and the very audience."""
    rules = http_filter(load(), "rbac")["rules"]
    assert rules["action"] == "ALLOW"
    for name, policy in rules["policies"].items():
        ((principal,),) = [(policy["principals"])]
        *parts, critical, nobody_acts, held = principal["and_ids"]["ids"]
        checks = [part["sourced_metadata"]["metadata_matcher"] for part in parts]
        assert (critical, nobody_acts, held) == (NOT_CRITICAL, NOBODY_ACTS, NOT_BOUND)
        assert [[key["key"] for key in check["path"]] for check in checks] == [
            ["header", "alg"],
            ["header", "typ"],
            ["claims", "aud"],
            ["claims", "roles"],
        ]
        audience = {"string_match": {"exact": "scorer"}}
        assert checks[2]["value"] == {"or_match": {"value_matchers": [audience, {"list_match": {"one_of": audience}}]}}
        roles = [
            matcher["list_match"]["one_of"]["string_match"]["exact"]
            for matcher in checks[3]["value"]["or_match"]["value_matchers"]
        ]
        assert " or ".join(roles) == name
        assert roles[-1] == "model-api-access"


def test_paths_have_one_spelling() -> None:
    """What the model server reads is what was checked."""
    expected = {
        "normalize_path": True,
        "merge_slashes": True,
        "path_with_escaped_slashes_action": "REJECT_REQUEST",
    }
    found = manager(load())
    assert {key: found[key] for key in expected} == expected


def test_filters_stand_in_order() -> None:
    """A token is checked before its roles, a body is read between them, and the router is last."""
    names = [part["name"].rpartition(".")[2] for part in manager(load(paths={"style": "openai"}))["http_filters"]]
    assert names == ["jwt_authn", "json_to_metadata", "bodies", "rbac", "models", "router"]


@pytest.mark.parametrize(
    ("upstream", "kind", "host", "port", "tls"),
    [
        ("http://10.0.0.1", "STATIC", "10.0.0.1", 80, None),
        ("http://[::1]:8000", "STATIC", "::1", 8000, None),
        ("https://models.internal", "STRICT_DNS", "models.internal", 443, "DNS"),
        ("https://10.0.0.1:8443", "STATIC", "10.0.0.1", 8443, "IP_ADDRESS"),
    ],
)
def test_servers(upstream: str, kind: str, host: str, port: int, tls: str | None) -> None:
    """A server is reached by name or address; behind https its certificate must name it."""
    cluster = load(upstream=upstream)["clusters"][1]
    address = cluster["load_assignment"]["endpoints"][0]["lb_endpoints"][0]["endpoint"]["address"]["socket_address"]
    assert (cluster["type"], address) == (kind, {"address": host, "port_value": port})
    if tls is None:
        assert "transport_socket" not in cluster
    else:
        context = cluster["transport_socket"]["typed_config"]["common_tls_context"]["validation_context"]
        assert context["match_typed_subject_alt_names"] == [{"san_type": tls, "matcher": {"exact": host}}]


@pytest.mark.parametrize("declared", [DPOP, MTLS], ids=["dpop", "mtls"])
def test_bound_token_needs_the_note_of_its_proof(declared: dict[str, object]) -> None:
    """Where tokens are bound, a token with `cnf` passes by what the script notes; without the note it does not."""
    policies = http_filter(load(declared=declared), "rbac")["rules"]["policies"]
    noted = {"filter": "token_binding", "path": [{"key": "checked"}], "value": {"bool_match": True}}
    expected = {"or_ids": {"ids": [NOT_BOUND, {"sourced_metadata": {"metadata_matcher": noted}}]}}
    assert [policy["principals"][0]["and_ids"]["ids"][-1] for policy in policies.values()] == [expected] * len(policies)


def test_proof_is_remembered_as_long_as_it_is_taken() -> None:
    """From a clock that is behind to one that is ahead: 60 s and the skew in both directions."""
    config = http_filter(load(declared=DPOP, clock_skew="10s"), "local_ratelimit")
    once = {"max_tokens": 1, "tokens_per_fill": 1, "fill_interval": "82s"}
    assert [descriptor["token_bucket"] for descriptor in config["descriptors"]] == [once, once]
    clients = [descriptor["entries"][0] for descriptor in config["descriptors"]]
    assert clients == [{"key": "client", "value": "device"}, {"key": "client", "value": "*"}]
    assert config["max_dynamic_descriptors"] == 50_000


@pytest.mark.parametrize(
    ("declared", "names", "schemes"),
    [
        ({}, ["jwt_authn", "rbac", "router"], ["Bearer "]),
        (DPOP, ["jwt_authn", "lua", "rbac", "local_ratelimit", "router"], ["Bearer ", "DPoP "]),
        (MTLS, ["jwt_authn", "lua", "rbac", "router"], ["Bearer "]),
    ],
    ids=["none", "dpop", "mtls"],
)
def test_proofs_are_checked_where_tokens_are_bound(
    declared: dict[str, object], names: list[str], schemes: list[str]
) -> None:
    """The script stands between token and roles, what counts proofs behind both, and neither where nothing is bound."""
    resources = load(declared=declared)
    found = [part["name"].rpartition(".")[2] for part in manager(resources)["http_filters"]]
    provider = http_filter(resources, "jwt_authn")["providers"]["keycloak"]
    assert (found, [source["value_prefix"] for source in provider["from_headers"]]) == (names, schemes)


def test_listener_ends_tls_and_asks_for_certificates() -> None:
    """TLS 1.2 or newer; a caller's certificate must be of a declared authority, and nobody needs one."""
    tls = {"certificate": "/tls/a.pem", "key": "/tls/a.key", "client_authorities": "/tls/c.pem"}
    listener = load(tls=tls)["listeners"][0]["filter_chains"][0]["transport_socket"]["typed_config"]
    assert listener["require_client_certificate"] is False
    assert listener["common_tls_context"] == {
        "tls_params": {"tls_minimum_protocol_version": "TLSv1_2"},
        "tls_certificates": [
            {"certificate_chain": {"filename": "/tls/a.pem"}, "private_key": {"filename": "/tls/a.key"}}
        ],
        "validation_context": {"trusted_ca": {"filename": "/tls/c.pem"}},
    }


def test_a_model_has_a_server_of_its_own() -> None:
    """Its requests go there, without the prefix that the server does not know; all others go to the upstream."""
    models = {
        "fraud": {"server": "http://fraud.internal:8080", "paths": {"prefix": "/fraud", "style": "mlflow"}},
        "churn": {},
    }
    resources = load(declared={"models": models})
    routes = manager(resources)["route_config"]["virtual_hosts"][0]["routes"]
    header = {"name": ":method", "string_match": {"exact": "POST"}}
    assert [cluster["name"] for cluster in resources["clusters"]] == [
        "keycloak",
        "model_server",
        "http://fraud.internal:8080",
    ]
    assert {"path": "/fraud/invocations", "headers": [header]} in [route["match"] for route in routes]
    assert routes[-1] == {"match": {"prefix": "/"}, "route": {"cluster": "model_server", "timeout": "0s"}}
    for route in routes[:-1]:
        assert route["route"]["cluster"] == "http://fraud.internal:8080"
        assert route["route"]["regex_rewrite"] == {"pattern": {"regex": "^/fraud"}, "substitution": ""}


def test_a_call_by_grpc_goes_to_a_server_of_http2() -> None:
    """Its message is read by the script, and its server is spoken to by HTTP/2."""
    resources = load(grpc_upstream="http://127.0.0.1:8081")
    (server,) = [cluster for cluster in resources["clusters"] if cluster["name"].endswith(" by gRPC")]
    options = server["typed_extension_protocol_options"]["envoy.extensions.upstreams.http.v3.HttpProtocolOptions"]
    assert options["explicit_http_config"] == {"http2_protocol_options": {}}
    script = next(part for part in manager(resources)["http_filters"] if part["name"] == "bodies")
    text = script["typed_config"]["default_source_code"]["inline_string"]
    assert '["/inference.GRPCInferenceService/ModelInfer"] = { protobuf = 1 }' in text
