"""Tokens of clients that registered themselves: gateways take them where such clients are declared."""

from __future__ import annotations

import json

import pytest

from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props import ClientRegistrationProps
from constructs_lib.gateways.presets.envoy import EnvoyPreset
from constructs_lib.gateways.presets.envoy_principals import principal
from constructs_lib.gateways.presets.mcp_sdk import McpSdkPreset
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.support.declarations.page_snippets import page_environment

pytestmark = pytest.mark.unit


def api(model: str | None) -> ProtectedApi:
    """Return the server of the page about MCP, where clients may register for a model."""
    page = page_environment("mcp")
    registration = model and ClientRegistrationProps.model_validate(
        {"redirect_hosts": ["127.0.0.1"], "scopes": {model: ["get_forecast"]}, "max_clients": 50}
    )
    realm = page.realm.model_copy(update={"client_registration": registration})
    environment = page.model_copy(update={"realm": realm})
    return ProtectedApi.of("agents", environment, environment.gateway, RealmEndpoints("https://sso.example.com", "ml"))


@pytest.mark.parametrize("model", [None, "another"])
def test_nothing_is_taken_without_need(model: str | None) -> None:
    """Where nobody registers for a model of the API, a token has the type of RFC 9068 and names its client."""
    other = api(model)
    assert not other.takes_registered
    assert "Bearer" not in json.dumps(principal(other, ["weather:get_forecast"]))
    module = McpSdkPreset().files(other)["mcp_access.py"]
    assert ('claims.get("client_id")' in module, '"JWT", "Bearer"' in module, '"azp"' in module) == (True, False, False)


def test_their_tokens_live_no_longer_than_the_realms() -> None:
    """Envoy asks for the note of the script that compares; where nobody registers there is neither."""
    with_script, without = (json.dumps(EnvoyPreset().files(api(model))) for model in ("weather", None))
    assert ("claims.exp - claims.iat <= 300" in with_script, with_script.count("token_life") > 1) == (True, True)
    assert "token_life" not in without


def test_registered_clients_are_taken_by_both_types_of_their_tokens() -> None:
    """Envoy asks for Keycloak's own claim beside `typ: JWT`, and the module takes `azp` for who asked."""
    ours = api("weather")
    checks = principal(ours, ["weather:get_forecast"])["and_ids"]["ids"]  # type: ignore[index]
    (types,) = [each["or_ids"]["ids"] for each in checks if "or_ids" in each and "Bearer" in json.dumps(each)]
    assert ['"at+jwt"' in json.dumps(each) for each in types] == [True, False]
    assert ['"JWT"' in json.dumps(each) and '"Bearer"' in json.dumps(each) for each in types] == [False, True]
    module = McpSdkPreset().files(ours)["mcp_access.py"]
    assert '== ("JWT", "Bearer")' in module
    assert "> 300:" in module
    compile(module, "mcp_access.py", "exec")
