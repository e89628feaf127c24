"""Agents that register themselves with a token of an administrator's: as declared, and with people's own roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from constructs_lib.declaration.props import ClientRegistrationProps
from stacks.installed_features import installed_features
from tests.support.mcp.agents import AGENT, CALLBACK, agents_environment, at_agent
from tests.support.mcp.mcp_host import McpHost
from tests.support.mcp.mcp_servers import guarded_servers
from tests.support.mcp.mcp_session import McpSession
from tests.support.mcp.tries import OPENED, call_of
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.registration import change_itself, initial_access_token, open_registration, register

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.support.mcp.mcp_servers import GuardedServer
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# It starts three servers and a realm of its own.
pytestmark = [pytest.mark.e2e, pytest.mark.long]

FORECAST, MANAGE = "model.weather.get_forecast", "model.weather.manage"
REFUSED = {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}
MOST = 30
DECLARED = ClientRegistrationProps.model_validate(
    {
        "redirect_hosts": ["127.0.0.1", "agents.example.com"],
        "scopes": {"weather": ["get_forecast", "get_alerts"]},
        "offline_access": True,
        "max_clients": MOST,
    }
)
MAPPER = {
    "name": "roles",
    "protocol": "openid-connect",
    "protocolMapper": "oidc-usermodel-property-mapper",
    "config": {"user.attribute": "firstName", "claim.name": "roles", "access.token.claim": "true"},
}
NATIVE: dict[str, Any] = {"redirectUris": [CALLBACK], "publicClient": True}
"""`AGENT` in Keycloak's own representation, which says more."""


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page declares, open for agents: by Terraform where the provider can, else by the same values."""
    able = installed_features().registration_policies
    live = LiveEnvironment.apply(
        agents_environment(client_registration=DECLARED) if able else agents_environment(client_policies=False),
        realm="registered",
        folder=tmp_path_factory.mktemp("registered"),
        keycloak=keycloak,
        private=private,
    )
    if able:
        assert live.plan() == []
    else:
        declared = agents_environment(client_registration=DECLARED, name=live.realm)
        live.environment = live.environment.model_copy(update={"realm": declared.realm})
        open_registration(live.admin, live.realm, live.environment)
    yield live
    keycloak.admin.delete_realm(live.realm)


@pytest.fixture(scope="module")
def servers(live: LiveEnvironment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, GuardedServer]]:
    """The SDK's server behind Envoy, and with the module that is written for it."""
    with guarded_servers(live, tmp_path_factory.mktemp("guards")) as servers:
        yield servers


@pytest.fixture(scope="module")
def token(live: LiveEnvironment) -> str:
    """What an administrator gave to the team that writes agents."""
    return initial_access_token(live)


def answers_of(servers: Mapping[str, GuardedServer], token: str) -> dict[str, int]:
    """Return what each guard answers to a message with a token; of a good one the tool runs."""
    found = {}
    for name, server in servers.items():
        before, session = len(server.ran), McpSession(server.url, token)
        found[name] = session.post(call_of(OPENED)).status_code
        if found[name] not in REFUSED:
            found[name] = session.open().post(call_of(OPENED)).status_code
        assert server.ran[before:] == ([OPENED] if found[name] == httpx.codes.OK else [])
    return found


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uris": ["https://evil.example.com/callback"]},
        {"redirect_uris": [CALLBACK, "https://evil.example.com/callback"]},
        {"redirect_uris": ["http://127.0.0.1.evil.example.com/callback"]},
        {"redirect_uris": ["http://127.0.0.1@evil.example.com/callback"]},
        {"redirect_uris": ["https://agents.example.com/*"]},
        {"redirect_uris": ["http://agents.example.com/callback"]},
        {"redirect_uris": ["com.example.app:/callback"]},
        {"redirect_uris": ["*"]},
        {"client_uri": "https://evil.example.com"},
        {"jwks_uri": "http://127.0.0.1:9000/jwks", "token_endpoint_auth_method": "private_key_jwt"},
        {"backchannel_logout_uri": "http://127.0.0.1:9000/logout"},
        {"request_uris": ["http://127.0.0.1:9000/request"]},
        {"scope": MANAGE},
        {"scope": "model-api-access"},
        {"scope": "profile"},
    ],
    ids=str,
)
def test_what_is_not_declared_is_refused(live: LiveEnvironment, token: str, changed: dict[str, Any]) -> None:
    """Another host, a wildcard, plain http, an app's scheme, a scope that is not offered: none of it is registered."""
    assert register(live, token, **{**AGENT, **changed}).status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize(
    "changed",
    [
        {"protocolMappers": [MAPPER]},
        {"defaultClientScopes": ["model-api-access"]},
        {"protocol": "saml"},
        {"webOrigins": ["*"]},
        {"attributes": {"backchannel.logout.url": "https://evil.example.com/"}},
        {"attributes": {"use.jwks.url": "true", "jwks.url": "https://evil.example.com/jwks"}},
        {"attributes": {"backchannel.logout.url": "http://127.0.0.1:9000/"}},
        {"adminUrl": "http://127.0.0.1:9000/"},
        {"attributes": {"post.logout.redirect.uris": "https://evil.example.com/"}},
        {"attributes": {"frontchannel.logout.url": "https://evil.example.com/"}},
        {"frontchannelLogout": True},
    ],
    ids=["mapper", "scope", "SAML", "origins", "logout", "keys", "here", "admin", "post-logout", "frame", "frames"],
)
def test_keycloaks_own_words_get_no_further(live: LiveEnvironment, token: str, changed: dict[str, Any]) -> None:
    """Keycloak's representation says more: a mapper that writes roles, URLs that Keycloak calls. None of it passes."""
    answer = register(live, token, kind="default", clientId="native", **{**NATIVE, **changed})
    assert answer.status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize(
    ("name", "grant", "attribute"),
    [
        ("device", "urn:ietf:params:oauth:grant-type:device_code", "oauth2.device.authorization.grant.enabled"),
        ("ciba", "urn:openid:params:grant-type:ciba", "oidc.ciba.grant.enabled"),
    ],
)
def test_nobody_gets_a_code_without_a_redirect(
    live: LiveEnvironment, token: str, name: str, grant: str, attribute: str
) -> None:
    """The device flow and CIBA would have no host: whoever asks for one is refused, then and later."""
    flow = {attribute: "true"}
    asked: dict[str, Any] = {**AGENT, "grant_types": [grant]}
    assert register(live, token, **asked).status_code == httpx.codes.BAD_REQUEST
    native = {**NATIVE, "clientId": name, "attributes": flow}
    assert register(live, token, kind="default", **native).status_code == httpx.codes.BAD_REQUEST
    made = register(live, token, kind="default", **{**native, "attributes": {}}).json()
    answer = change_itself(live, made["registrationAccessToken"], **{**made, "attributes": flow})
    assert answer.status_code == httpx.codes.FORBIDDEN
    (client,) = live.admin.get(f"realms/{live.realm}/clients", clientId=name).json()
    assert flow.keys() & client["attributes"].keys() == set()


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "https://models.example.com"},
        {"audience": ["https://models.example.com"]},
        {"authenticationFlowBindingOverrides": {"browser": "browser"}},
        {"defaultClientScopes": ["roles"]},
        {"protocolMappers": [MAPPER]},
    ],
    ids=str,
)
def test_openid_connect_has_no_word_for_it(live: LiveEnvironment, token: str, changed: dict[str, Any]) -> None:
    """An id of one's choosing, an audience, a login flow, default scopes, mappers: none can be said there."""
    assert register(live, token, **{**AGENT, **changed}).status_code == httpx.codes.BAD_REQUEST


def test_no_token_outlives_the_realms(live: LiveEnvironment, servers: Mapping[str, GuardedServer], token: str) -> None:
    """A client has Keycloak write any expiry, and our type of tokens: guards take neither."""
    own = {"access.token.lifespan": "36000"}
    for name, more in (("longer", {}), ("typed", {"access.token.header.type.rfc9068": "true"})):
        made = register(live, token, kind="default", clientId=name, **{**NATIVE, "attributes": own | more})
        assert made.status_code == httpx.codes.CREATED
        ada = live.tokens.token(at_agent(live, "ada", name).ask(FORECAST))
        assert ada.claims["exp"] - ada.claims["iat"] > 300
        assert answers_of(servers, ada.text) == {"envoy": httpx.codes.FORBIDDEN, "mcp-sdk": httpx.codes.UNAUTHORIZED}


def test_nobody_registers_without_a_token(live: LiveEnvironment) -> None:
    """The administrator's token is what lets somebody in."""
    assert register(live, "", **AGENT).status_code == httpx.codes.FORBIDDEN
    assert register(live, "x.y.z", **AGENT).status_code == httpx.codes.UNAUTHORIZED


def test_whatever_registers_is_held_to_the_baseline(live: LiveEnvironment, token: str) -> None:
    """Consent, PKCE and no role unasked, whatever it says of itself; it cannot take that back either."""
    asked: dict[str, Any] = {"fullScopeAllowed": True, "consentRequired": False, "implicitFlowEnabled": True}
    asked |= {"directAccessGrantsEnabled": True, "attributes": {"pkce.code.challenge.method": ""}}
    made = register(live, token, kind="default", clientId="greedy", **{**NATIVE, **asked})
    assert made.status_code == httpx.codes.CREATED
    own, changed = made.json()["registrationAccessToken"], {**made.json(), **asked}
    flows = live.admin.get(f"realms/{live.realm}/authentication/flows").json()
    bound = {"browser": next(flow["id"] for flow in flows if flow["alias"] == "browser")}
    for more in ({"redirectUris": ["https://evil.example.com/"]}, {"authenticationFlowBindingOverrides": bound}):
        assert change_itself(live, own, **{**changed, **more}).status_code == httpx.codes.FORBIDDEN
    (client,) = live.admin.get(f"realms/{live.realm}/clients", clientId="greedy").json()
    kept: dict[str, Any] = {"fullScopeAllowed": False, "consentRequired": True, "implicitFlowEnabled": False}
    kept |= {"directAccessGrantsEnabled": False, "redirectUris": [CALLBACK], "authenticationFlowBindingOverrides": {}}
    assert {name: client[name] for name in kept} == kept
    assert client["attributes"]["pkce.code.challenge.method"] == "S256"


def test_registered_agent_walks_to_a_tool(
    live: LiveEnvironment, servers: Mapping[str, GuardedServer], token: str
) -> None:
    """The SDK's client, with the `client_id` that it got: ada consents each time, gets her tools, and no other."""
    made = register(live, token, **AGENT)
    assert made.status_code == httpx.codes.CREATED
    for guard, server in servers.items():
        ada = at_agent(live, "ada", made.json()["client_id"])
        host = McpHost(server.url, ada)
        assert host.run("get_forecast", "get_alerts")[1:] == ["get_forecast of Oslo", "get_alerts of Oslo"], guard
        assert ada.consents == len(host.asked) == 2
        before = len(server.ran)
        refused = McpHost(server.url, at_agent(live, "ada", made.json()["client_id"]))
        with pytest.raises(ExceptionGroup):
            refused.run("add_station")
        assert refused.asked[-1] == f"{FORECAST} offline_access {MANAGE}"
        assert server.ran[before:] == []


def test_people_get_what_they_were_granted(
    live: LiveEnvironment, servers: Mapping[str, GuardedServer], token: str
) -> None:
    """Bob, who has no role, opens nothing; what the agent may not ask for it does not get, whoever consents."""
    client_id = register(live, token, **AGENT).json()["client_id"]
    bob = live.tokens.token(at_agent(live, "bob", client_id).ask(FORECAST))
    assert "roles" not in bob.claims
    assert set(answers_of(servers, bob.text).values()) == {httpx.codes.FORBIDDEN}
    assert at_agent(live, "olga", client_id).ask(MANAGE).json()["error"] == "invalid_scope"
    olga = live.tokens.token(at_agent(live, "olga", client_id).ask(FORECAST))
    assert (olga.claims["roles"], olga.claims["azp"]) == (["weather:get_forecast"], client_id)
    assert set(answers_of(servers, olga.text).values()) == {httpx.codes.OK}


def test_agent_has_no_role_of_its_own(live: LiveEnvironment, servers: Mapping[str, GuardedServer], token: str) -> None:
    """As a machine it gets a token that opens nothing."""
    machine = {**AGENT, "token_endpoint_auth_method": "client_secret_basic", "grant_types": ["client_credentials"]}
    made = register(live, token, **machine).json()
    form = {"grant_type": "client_credentials", "scope": FORECAST}
    answer = httpx.post(
        live.endpoints.token_endpoint, data=form, auth=(made["client_id"], made["client_secret"]), trust_env=False
    )
    own = live.tokens.token(answer)
    assert "roles" not in own.claims
    assert answers_of(servers, own.text) == {"envoy": httpx.codes.FORBIDDEN, "mcp-sdk": httpx.codes.UNAUTHORIZED}


def test_other_tokens_of_it_are_no_access_tokens(
    live: LiveEnvironment, servers: Mapping[str, GuardedServer], token: str
) -> None:
    """What guards take of such agents has Keycloak's word for an access token: an ID token has another."""
    client_id = register(live, token, **AGENT).json()["client_id"]
    answer = at_agent(live, "ada", client_id).ask("openid", FORECAST).json()
    assert set(answers_of(servers, answer["id_token"]).values()) == {httpx.codes.UNAUTHORIZED}
    assert set(answers_of(servers, answer["access_token"]).values()) == {httpx.codes.OK}


def test_realm_takes_no_more_than_declared(live: LiveEnvironment, token: str) -> None:
    """Registrations end when the realm has as many clients as are declared."""
    have = len(live.admin.get(f"realms/{live.realm}/clients").json())
    answers = [register(live, token, **AGENT).status_code for _ in range(MOST - have + 1)]
    assert answers == [*[httpx.codes.CREATED] * (MOST - have), httpx.codes.FORBIDDEN]
