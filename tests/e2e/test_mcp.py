"""The environment of docs/how-to/mcp.md: the MCP SDK's client walks to a tool of the SDK's server, behind each guard."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.mcp.mcp_host import McpHost
from tests.support.mcp.mcp_servers import behind_envoy, guarding_itself
from tests.support.realms.live_environment import LiveEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.support.mcp.mcp_servers import GuardedServer
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.e2e

FORECAST, ALERTS, MANAGE = "model.weather.get_forecast", "model.weather.get_alerts", "model.weather.manage"
GUARDS = ("envoy", "mcp-sdk")


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page declares, with somebody in each group, and somebody in none."""
    page = page_environment("mcp")
    people = {
        "ada": ready_person("ada", "forecasters"),
        "olga": ready_person("olga", "operators"),
        "bob": ready_person("bob"),
    }
    environment = page.model_copy(update={"people": people})
    folder = tmp_path_factory.mktemp("agents")
    live = LiveEnvironment.apply(environment, realm="agents", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


@pytest.fixture(scope="module")
def servers(live: LiveEnvironment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, GuardedServer]]:
    """The SDK's server behind Envoy, and behind the module that is written for it."""

    def api(**values: object) -> ProtectedApi:
        gateway = GatewayProps.model_validate({**live.environment.gateway.model_dump(), **values})
        return ProtectedApi.of("agents", live.environment, gateway, live.endpoints)

    with ExitStack() as stack:
        yield {
            "envoy": stack.enter_context(behind_envoy(tmp_path_factory.mktemp("envoy"), api)),
            "mcp-sdk": stack.enter_context(guarding_itself(tmp_path_factory.mktemp("sdk"), api)),
        }


@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_sdk_walks_to_a_tool(
    live: LiveEnvironment, servers: Mapping[str, GuardedServer], guard: str, mode: str
) -> None:
    """By the 401, both metadata, PKCE and Keycloak's login page; then step-up for the second tool."""
    server = servers[guard]
    host = McpHost(server.url, live.person("ada", "agent"), mode=mode)
    print(host.run("get_forecast", "get_alerts"))
    print(host.visited, host.asked)
