"""Clients of MCP servers that register themselves (RFC 7591): refused, and where somebody lets them in, of no use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support.mcp.agents import AGENT, agents_environment
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.registration import POLICY_TYPE, register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.e2e, pytest.mark.long]

FORECAST, MANAGE = "model.weather.get_forecast", "model.weather.manage"


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page about MCP declares, with somebody in each group, and somebody in none."""
    environment, folder = agents_environment(), tmp_path_factory.mktemp("registering")
    live = LiveEnvironment.apply(environment, realm="registering", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


def ask(live: LiveEnvironment, **changed: object) -> httpx.Response:
    """Ask to be registered without a token, as the SDK's client does."""
    return register(live, "", **{**AGENT, "scope": FORECAST, **changed})


def change_policy(live: LiveEnvironment, kind: str, **config: list[str]) -> None:
    """Change a policy for clients that nobody vouches for, by hand."""
    path = f"realms/{live.realm}/components"
    every = live.admin.get(path, type=POLICY_TYPE).json()
    (policy,) = [each for each in every if (each["subType"], each["providerId"]) == ("anonymous", kind)]
    live.admin.request("PUT", f"{path}/{policy['id']}", json={**policy, "config": config})


def test_nobody_registers(live: LiveEnvironment) -> None:
    """No host is trusted, and a scope of a tool is no default scope, of which Keycloak names one or the other."""
    answer = ask(live)
    assert (answer.status_code, "rejected request" in answer.text) == (httpx.codes.FORBIDDEN, True)
    without = ask(live, scope="")
    assert (without.status_code, "Host not trusted" in without.text) == (httpx.codes.FORBIDDEN, True)


def test_registered_client_has_no_audience_and_no_role(live: LiveEnvironment) -> None:
    """Somebody opens the policies: hosts and scopes bound what gets in, and its tokens are for no API."""
    change_policy(
        live,
        "trusted-hosts",
        **{
            "host-sending-registration-request-must-match": ["true"],
            "client-uris-must-match": ["true"],
            "trusted-hosts": ["127.0.0.1"],
        },
    )
    change_policy(
        live, "allowed-client-templates", **{"allow-default-scopes": ["true"], "allowed-client-scopes": [FORECAST]}
    )
    assert "URI doesn't match" in ask(live, redirect_uris=["https://evil.example.com/callback"]).text
    assert "Not permitted to use specified clientScope" in ask(live, scope=MANAGE).text
    registered = ask(live)
    assert registered.status_code == httpx.codes.CREATED
    at = f"realms/{live.realm}"
    (client,) = live.admin.get(f"{at}/clients", clientId=registered.json()["client_id"]).json()
    assert (client["consentRequired"], client["fullScopeAllowed"]) == (True, False)
    (ada,) = live.admin.get(f"{at}/users", username="ada", exact="true").json()
    minted = f"{at}/clients/{client['id']}/evaluate-scopes/generate-example-access-token"
    claims = live.admin.get(minted, scope=FORECAST, userId=ada["id"]).json()
    assert claims["scope"] == FORECAST
    assert claims.keys() & {"aud", "roles", "client_id"} == set()
