"""Agents that a document of their own names (Client ID Metadata Documents), where that experimental feature is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from constructs_lib.declaration.token_settings import TOKEN_SCOPE
from tests.support.mcp.agents import AGENT, CALLBACK, agents_environment, at_agent
from tests.support.mcp.mcp_servers import guarded_servers
from tests.support.mcp.mcp_session import McpSession
from tests.support.mcp.tries import OPENED, call_of
from tests.support.realms.client_policies import policies_for_a_while
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.private_side import PrivateSide
from tests.support.servers.keycloak import another_keycloak

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.support.mcp.mcp_servers import GuardedServer
    from tools.keycloak.server import KeycloakServer

# A Keycloak of its own, with another build.
pytestmark = [pytest.mark.e2e, pytest.mark.long]

FORECAST, MANAGE = "model.weather.get_forecast", "model.weather.manage"
LOOPBACK = "127.0.0.1"
EXECUTOR = {
    "cimd-allow-http-scheme": True,  # documents of this test; false by default
    "cimd-allow-permitted-domains": [LOOPBACK],
    "cimd-restrict-same-domain": True,
}


@pytest.fixture(scope="module")
def server(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeycloakServer]:
    """A Keycloak that reads such documents."""
    with another_keycloak(keycloak, tmp_path_factory.mktemp("server"), "--features=cimd") as server:
        yield server


@pytest.fixture(scope="module")
def live(server: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory) -> LiveEnvironment:
    """What the page about MCP declares, with somebody in each group, and somebody in none."""
    # The policies of newer providers refuse what a document brings.
    environment = agents_environment(client_policies=False)
    own = PrivateSide(server.url, private.documents, private.tls)
    folder = tmp_path_factory.mktemp("documents")
    return LiveEnvironment.apply(environment, realm="documents", folder=folder, keycloak=server, private=own)


@pytest.fixture(scope="module")
def servers(live: LiveEnvironment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, GuardedServer]]:
    """The SDK's server behind Envoy, and with the module that is written for it."""
    with guarded_servers(live, tmp_path_factory.mktemp("guards")) as servers:
        yield servers


@pytest.fixture
def opened(live: LiveEnvironment) -> Iterator[None]:
    """The policy by which an administrator would let documents in."""
    condition = {"client-id-uri-scheme": ["http", "https"], "client-id-uri-allow-permitted-domains": [LOOPBACK]}
    profile = {
        "name": "documents",
        "executors": [{"executor": "client-id-metadata-document", "configuration": EXECUTOR}],
    }
    policy = {
        "name": "documents",
        "enabled": True,
        "profiles": ["documents"],
        "conditions": [{"condition": "client-id-uri", "configuration": condition}],
    }
    with policies_for_a_while(live.admin, live.realm, [profile], [policy]):
        yield


def publish(live: LiveEnvironment, name: str, **changed: object) -> str:
    """Serve the document of an agent; return its URL, which is the `client_id`."""
    url = f"{live.private.documents.url}/{name}.json"
    live.private.documents.documents[f"/{name}.json"] = {
        **AGENT,
        "client_id": url,
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
        "scope": FORECAST,
        **changed,
    }
    return url


def refused(live: LiveEnvironment, url: str, redirect_uri: str = CALLBACK) -> bool:
    """Tell whether Keycloak shows an error in place of its login page, and keeps no client."""
    person = at_agent(live, "ada", url, redirect_uri)
    page = httpx.get(person.authorization_url("v" * 43, FORECAST), trust_env=False)
    found = live.admin.get(f"realms/{live.realm}/clients", clientId=url).json()
    return (page.status_code, found) == (httpx.codes.BAD_REQUEST, [])


def test_feature_alone_lets_nobody_in(live: LiveEnvironment) -> None:
    """Without a policy that lets documents in, none is read."""
    assert refused(live, publish(live, "closed"))


@pytest.mark.usefixtures("opened")
def test_documents_that_do_not_fit_are_refused(live: LiveEnvironment) -> None:
    """Another host, another `client_id`, a shared secret, a redirect URI that is not in it or is elsewhere."""
    foreign = publish(live, "foreign").replace(LOOPBACK, "localhost")
    live.private.documents.documents["/foreign.json"]["client_id"] = foreign
    assert refused(live, foreign)
    assert refused(live, publish(live, "misnamed", client_id="http://127.0.0.1/another.json"))
    assert refused(live, publish(live, "secret", token_endpoint_auth_method="client_secret_basic"))
    assert refused(live, publish(live, "returning"), "http://127.0.0.1:7777/other")
    evil = "https://evil.example.com/callback"
    assert refused(live, publish(live, "elsewhere", redirect_uris=[evil]), evil)


@pytest.mark.usefixtures("opened")
def test_agent_is_known_by_its_document(live: LiveEnvironment) -> None:
    """It is a public client that asks for consent and has no role of its own; its tokens are for nobody."""
    url = publish(live, "agent")
    ada = at_agent(live, "ada", url)
    claims = live.tokens.token(ada.ask(FORECAST)).claims
    assert (ada.logins, ada.consents) == (1, 1)
    assert (claims["azp"], claims["scope"]) == (url, FORECAST)
    assert claims.keys() & {"aud", "roles", "client_id"} == set()
    (client,) = live.admin.get(f"realms/{live.realm}/clients", clientId=url).json()
    kept: dict[str, Any] = {
        "publicClient": True,
        "consentRequired": True,
        "fullScopeAllowed": False,
        "serviceAccountsEnabled": False,
        "implicitFlowEnabled": False,
        "directAccessGrantsEnabled": False,
    }
    assert {name: client[name] for name in kept} == kept


@pytest.mark.usefixtures("opened")
def test_document_takes_any_scope(live: LiveEnvironment, servers: Mapping[str, GuardedServer]) -> None:
    """No policy bounds the scopes that it names: roles are the person's own, and guards refuse the token."""
    url = publish(live, "greedy", scope=f"{TOKEN_SCOPE} {FORECAST} {MANAGE}")
    roles = {"ada": ["weather:get_forecast"], "bob": None, "olga": ["weather:get_forecast", "weather:manage"]}
    for username, expected in roles.items():
        token = live.tokens.token(at_agent(live, username, url).ask(TOKEN_SCOPE, FORECAST, MANAGE))
        got = token.claims.get("roles")
        assert (sorted(got) if got else got) == expected
        assert (token.header["typ"], token.claims["aud"]) == ("JWT", "https://mcp.example.com/mcp")
        before = {name: len(server.ran) for name, server in servers.items()}
        answers = {name: McpSession(each.url, token.text).post(call_of(OPENED)) for name, each in servers.items()}
        assert {name: answer.status_code for name, answer in answers.items()} == {"envoy": 403, "mcp-sdk": 401}
        assert {name: len(server.ran) for name, server in servers.items()} == before
