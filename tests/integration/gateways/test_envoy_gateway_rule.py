"""The CEL rule by which Envoy Gateway refuses bound tokens, in a real Envoy, configured as Envoy Gateway does it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from tests.support.gateways.envoy import running_envoy
from tests.support.gateways.gateways import plain_client, request, send, written
from tests.support.gateways.protected import render

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.gateways.conftest import Site

pytestmark = pytest.mark.integration

INFER = "/v2/models/fraud/infer"
TYPES = "type.googleapis.com"
RULE = "'cnf' in metadata.filter_metadata['envoy.filters.http.jwt_authn']['keycloak']"


def test_rule_refuses_bound_tokens_alone(site: Site, tmp_path: Path) -> None:
    """A token with `cnf` is denied, whatever stands in it; one without, and a request without any token, are not."""
    rules = YAML(typ="safe", pure=True).load(render("envoy-gateway")["security-policy.yaml"])["spec"]["authorization"]
    assert rules["rules"][0]["cel"] == RULE  # what is tested below, parsed by hand
    api = site.api()
    config = written(tmp_path, "envoy", api)["envoy.yaml"]
    bootstrap = YAML(typ="safe", pure=True).load(config)
    chain = bootstrap["static_resources"]["listeners"][0]["filter_chains"][0]
    authentication, rbac, _ = chain["filters"][0]["typed_config"]["http_filters"]
    jwt = authentication["typed_config"]
    # Envoy Gateway leaves claims under the provider's name, and lets requests without a token pass with open paths.
    jwt["providers"]["keycloak"]["payload_in_metadata"] = "keycloak"
    jwt["rules"][-1]["requires"] = {
        "requires_any": {"requirements": [jwt["rules"][-1]["requires"], {"allow_missing": {}}]}
    }
    rbac["typed_config"] = {
        "@type": f"{TYPES}/envoy.extensions.filters.http.rbac.v3.RBAC",
        "matcher": {
            "matcher_list": {"matchers": [{"predicate": {"single_predicate": _cel()}, "on_match": _action("DENY")}]},
            "on_no_match": _action("ALLOW"),
        },
    }
    config.write_text(json.dumps(bootstrap), encoding="utf-8")
    token = site.issuer.token("fraud:predict")
    bound = [site.issuer.token("fraud:predict", cnf=value) for value in ({"jkt": "x"}, {"x5t#S256": "x"}, {}, "x")]
    with running_envoy(config, listen=api.gateway.listen), plain_client() as http:
        messages = [
            request(f"http://{api.gateway.listen}", "POST", INFER, token=text) for text in (token, None, *bound)
        ]
        statuses = [send(message, site.upstream, http).status for message in messages]
    assert statuses == [200, 200, 403, 403, 403, 403]


def _action(name: str) -> dict[str, Any]:
    typed = {"@type": f"{TYPES}/envoy.config.rbac.v3.Action", "name": name, "action": name}
    return {"action": {"name": name, "typed_config": typed}}


def _cel() -> dict[str, Any]:
    """Return the rule as Envoy Gateway hands it to Envoy: parsed (cel.expr.ParsedExpr)."""
    metadata = {
        "id": 1,
        "select_expr": {"operand": {"id": 2, "ident_expr": {"name": "metadata"}}, "field": "filter_metadata"},
    }
    claims = _call(
        3, "_[_]", _call(4, "_[_]", metadata, _text(5, "envoy.filters.http.jwt_authn")), _text(6, "keycloak")
    )
    parsed = {"expr": _call(7, "@in", _text(8, "cnf"), claims)}
    matcher = {"@type": f"{TYPES}/xds.type.matcher.v3.CelMatcher", "expr_match": {"cel_expr_parsed": parsed}}
    source = {"@type": f"{TYPES}/xds.type.matcher.v3.HttpAttributesCelMatchInput"}
    return {
        "input": {"name": "cel", "typed_config": source},
        "custom_match": {"name": "cel_matcher", "typed_config": matcher},
    }


def _call(number: int, function: str, *arguments: dict[str, Any]) -> dict[str, Any]:
    return {"id": number, "call_expr": {"function": function, "args": list(arguments)}}


def _text(number: int, value: str) -> dict[str, Any]:
    return {"id": number, "const_expr": {"string_value": value}}
