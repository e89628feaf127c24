"""The parameter `resource` of MCP clients, where Keycloak's experimental feature is on, and where it is not."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import httpx
import pytest

from constructs_lib.declaration.secret_names import initial_password_name
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.realms.asking import Asking
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.private_side import PrivateSide
from tests.support.servers.keycloak import another_keycloak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

# A Keycloak of its own, with another build.
pytestmark = [pytest.mark.e2e, pytest.mark.long]

FORECAST = "model.weather.get_forecast"
SERVER, OTHER, BY_CLIENT = "https://mcp.example.com/mcp", "https://other.example.com/mcp", "weather-mcp"
FEATURE = "--features=resource-indicators"


@pytest.fixture(scope="module", params=["without", "with"])
def feature(request: pytest.FixtureRequest) -> str:
    """Whether the server has the feature."""
    return str(request.param)


@pytest.fixture(scope="module", params=[False, True], ids=["undeclared", "declared"])
def declared(request: pytest.FixtureRequest) -> bool:
    """Whether the API is declared to be asked for by it."""
    return bool(request.param)


@pytest.fixture(scope="module")
def server(
    feature: str, keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KeycloakServer]:
    """The run's Keycloak, or one that knows the parameter."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("server")
        yield keycloak if feature == "without" else stack.enter_context(another_keycloak(keycloak, folder, FEATURE))


@pytest.fixture(scope="module")
def live(
    server: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory, *, declared: bool
) -> Iterator[LiveEnvironment]:
    """What the page about MCP declares, with somebody in a group."""
    page = page_environment("mcp")
    assert page.api
    api = page.api.model_copy(update={"resource_parameter": declared})
    own = PrivateSide(server.url, private.documents, private.tls)
    live = LiveEnvironment.apply(
        page.model_copy(update={"people": {"ada": ready_person("ada", "forecasters")}, "api": api}),
        realm="naming",
        folder=tmp_path_factory.mktemp("naming"),
        keycloak=server,
        private=own,
    )
    yield live
    server.admin.delete_realm(live.realm)


def audience(live: LiveEnvironment, resource: str, redeemed: str | None = None) -> object:
    """Return whom a token is for that ada's agent asks for with a resource; the error where there is none."""
    answer = Asking(
        username="ada",
        client_id="agent",
        redirect_uri=live.environment.applications["agent"].redirect_uris[0],
        endpoints=live.endpoints,
        password=live.private.secret(initial_password_name("ada")),
        resource=resource,
        redeemed=redeemed,
    ).ask(FORECAST)
    if answer.status_code != httpx.codes.OK:
        return answer.json()["error"]
    claims = live.tokens.token(answer).claims
    assert claims["roles"] == ["weather:get_forecast"]
    return claims["aud"]


EXPECTED = {
    ("without", False): [SERVER] * 5,
    ("without", True): [[SERVER, BY_CLIENT]] * 5,
    ("with", False): [*["invalid_target"] * 5],
    ("with", True): [SERVER, BY_CLIENT, "invalid_target", "invalid_target", "invalid_target"],
}


def test_audience_is_what_resource_says(live: LiveEnvironment, feature: str, *, declared: bool) -> None:
    """Without the feature the parameter is passed over; with it, it narrows `aud` to a server that is declared so."""
    asked: list[tuple[str, str | None]] = [
        (SERVER, None),
        (f"urn:client:{BY_CLIENT}", None),
        (OTHER, None),
        (f"{SERVER}/", None),
        (SERVER, OTHER),
    ]
    answers = [audience(live, *each) for each in asked]
    assert [sorted(each) if isinstance(each, list) else each for each in answers] == EXPECTED[feature, declared]


def test_who_asks_for_no_resource_gets_through(live: LiveEnvironment, *, declared: bool) -> None:
    """A token of a machine is for the server with the feature, too: it sends no `resource`."""
    claims = live.tokens.token(live.machine("newsletter").ask(FORECAST)).claims
    assert SERVER in ([claims["aud"]] if isinstance(claims["aud"], str) else claims["aud"])
    assert isinstance(claims["aud"], list) is declared


def test_declaration_settles(live: LiveEnvironment) -> None:
    """The next plan is empty."""
    assert live.plan() == []
