"""The environment of docs/how-to/mcp.md: the MCP SDK's client walks to tools of the SDK's server, behind each guard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support.mcp.agents import agents_environment
from tests.support.mcp.mcp_host import McpHost
from tests.support.mcp.mcp_servers import guarded_servers
from tests.support.mcp.mcp_session import McpSession
from tests.support.mcp.tries import FORBIDDEN, OPENED, TRIES, call_of
from tests.support.realms.live_environment import LiveEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.support.mcp.mcp_servers import GuardedServer
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.e2e

FORECAST, ALERTS, MANAGE = "model.weather.get_forecast", "model.weather.get_alerts", "model.weather.manage"
METADATA, REALM = "/.well-known/oauth-protected-resource/mcp", "/realms/{realm}"
GUARDS = pytest.mark.parametrize("guard", ["envoy", "mcp-sdk"])


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page declares, with somebody in each group, and somebody in none."""
    environment, folder = agents_environment(), tmp_path_factory.mktemp("agents")
    live = LiveEnvironment.apply(environment, realm="agents", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


@pytest.fixture(scope="module")
def servers(live: LiveEnvironment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, GuardedServer]]:
    """The SDK's server behind Envoy, and with the module that is written for it."""
    with guarded_servers(live, tmp_path_factory.mktemp("guards")) as servers:
        yield servers


def challenge(answer: httpx.Response) -> str:
    """Return a status and what is to be asked for, without the server's address."""
    said = answer.headers.get("www-authenticate", "")
    return f"{answer.status_code} {said.partition(', resource_metadata=')[0]}"


@GUARDS
@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_sdk_walks_to_a_tool_and_steps_up(
    live: LiveEnvironment, servers: Mapping[str, GuardedServer], guard: str, mode: str
) -> None:
    """The 401, both metadata, PKCE by Keycloak's login page, a tool; then 403, and a second token for a second tool.

    So it is by the handshake of 2025-11-25 and by 2026-07-28, which has none.
    """
    server, ada = servers[guard], live.person("ada", "agent")
    host = McpHost(server.url, ada, mode=mode)
    listed, *answers = host.run("get_forecast", "get_alerts")
    assert answers == ["get_forecast of Oslo", "get_alerts of Oslo"]
    assert host.asked == [f"{FORECAST} offline_access", f"{FORECAST} offline_access {ALERTS}"]
    assert ada.logins == 2  # with `offline_access` the session of the browser ends with the login
    realm = REALM.format(realm=live.realm)
    token = (f"{realm}/protocol/openid-connect/token", 200)
    assert host.visited[:4] == [
        ("/mcp", 401),
        (METADATA, 200),
        (f"/.well-known/oauth-authorization-server{realm}", 200),
        token,
    ]
    refused = host.visited.index(("/mcp", 403))
    assert host.visited[refused + 1 : refused + 3] == [token, ("/mcp", 200)]
    everything = ["add_station", "get_alerts", "get_forecast", "remove_station", "undeclared"]
    assert listed == ({"envoy": everything, "mcp-sdk": ["get_forecast"]})[guard]


@GUARDS
def test_tool_that_was_not_granted_is_refused(
    live: LiveEnvironment, servers: Mapping[str, GuardedServer], guard: str
) -> None:
    """Ada asks for the scope that the refusal names, gets a token without it, and is refused; Olga gets through."""
    server, before = servers[guard], len(servers[guard].ran)
    host = McpHost(server.url, live.person("ada", "agent"))
    with pytest.raises(ExceptionGroup):
        host.run("add_station")
    assert host.asked[-1] == f"{FORECAST} offline_access {MANAGE}"
    assert host.visited[-1] == ("/mcp", 403)
    assert server.ran[before:] == []
    assert McpHost(server.url, live.person("olga", "agent")).run("add_station")[1:] == ["add_station of Oslo"]


@GUARDS
def test_person_without_a_grant_gets_nothing(
    live: LiveEnvironment, servers: Mapping[str, GuardedServer], guard: str
) -> None:
    """Not even the list of tools: a token without a role of the API opens nothing."""
    host = McpHost(servers[guard].url, live.person("bob", "agent"))
    with pytest.raises(ExceptionGroup):
        host.run()
    assert {status for path, status in host.visited if path == "/mcp"} == {401, 403}


@GUARDS
def test_refusals_say_what_to_ask_for(live: LiveEnvironment, servers: Mapping[str, GuardedServer], guard: str) -> None:
    """Without a token what comes first; with one its scopes and the tool's; the metadata is public, and complete."""
    server = servers[guard]
    metadata = httpx.get(server.base_url + METADATA, trust_env=False).json()
    assert metadata == {
        "resource": server.url,
        "authorization_servers": [live.endpoints.issuer],
        "bearer_methods_supported": ["header"],
        "scopes_supported": [FORECAST],
    }
    unknown = McpSession(server.url)
    assert challenge(unknown.post(call_of(OPENED))) == f'401 Bearer scope="{FORECAST}"'
    assert (
        f'resource_metadata="{server.base_url}{METADATA}"' in unknown.post(call_of(OPENED)).headers["www-authenticate"]
    )
    assert challenge(McpSession(server.url, "x.y.z").post(call_of(OPENED))) == (
        f'401 Bearer error="invalid_token", scope="{FORECAST}"'
    )
    newsletter = live.tokens.token(live.machine("newsletter").ask(FORECAST)).text
    session = McpSession(server.url, newsletter).open()
    assert session.post(call_of(OPENED)).status_code == httpx.codes.OK
    assert challenge(session.post(call_of("get_alerts"))) == (
        f'403 Bearer error="insufficient_scope", scope="{FORECAST} {ALERTS}"'
    )
    assert challenge(session.post(call_of("undeclared"))) == "403 "
    stranger = live.tokens.token(live.person("bob", "agent").ask(FORECAST)).text
    assert challenge(McpSession(server.url, stranger).post(call_of(OPENED))) == (
        f'403 Bearer error="insufficient_scope", scope="{FORECAST}"'
    )


@GUARDS
def test_nothing_else_of_the_protocol_is_open(
    live: LiveEnvironment, servers: Mapping[str, GuardedServer], guard: str
) -> None:
    """Any role opens ping, notifications and the end of the session; resources are closed unless they are named."""
    token = live.tokens.token(live.machine("newsletter").ask(FORECAST)).text
    session = McpSession(servers[guard].url, token).open()
    assert session.ask("ping").status_code == httpx.codes.OK
    assert session.notify("notifications/cancelled", requestId=99).status_code == httpx.codes.ACCEPTED
    closed = session.ask("resources/read", uri="weather://stations")
    refused = {"envoy": httpx.codes.FORBIDDEN, "mcp-sdk": httpx.codes.OK}  # the SDK answers with an error in JSON-RPC
    assert (closed.status_code, "does not open" in closed.text) == (refused[guard], guard == "mcp-sdk")
    assert McpSession(servers[guard].url, session=session.session).end() == httpx.codes.UNAUTHORIZED
    assert session.end() == httpx.codes.OK


@GUARDS
def test_nothing_gets_past(live: LiveEnvironment, servers: Mapping[str, GuardedServer], guard: str) -> None:
    """Of more than a hundred ways to call a tool that the token does not open, none runs it."""
    server = servers[guard]
    token = live.tokens.token(live.person("ada", "agent").ask(FORECAST)).text
    session = McpSession(server.url, token).open()
    session.post(call_of(OPENED))
    assert server.ran[-1] == OPENED
    passed = []
    for each in TRIES:
        before = len(server.ran)
        status = session.send(each)
        if set(server.ran[before:]) - {OPENED}:
            passed.append((each.name, status))
    assert passed == []
    assert len(TRIES) > 100
    olga = live.tokens.token(live.person("olga", "agent").ask(MANAGE)).text
    foreign = McpSession(server.url, olga).open()
    before = len(server.ran)
    McpSession(server.url, token, foreign.session).post(call_of(FORBIDDEN))
    assert server.ran[before:] == []
    assert foreign.post(call_of(FORBIDDEN)).status_code == httpx.codes.OK
    assert server.ran[before:] == [FORBIDDEN]
