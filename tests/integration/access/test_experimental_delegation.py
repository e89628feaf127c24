"""What Keycloak 26.7.3 makes of its experimental feature for delegation: no token of it names an actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment import Environment
from tests.support.declarations.people import ready_person
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.private_side import PrivateSide
from tests.support.servers.keycloak import another_keycloak

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tools.keycloak.server import KeycloakServer

# It starts a Keycloak of its own, with another build.
pytestmark = [pytest.mark.integration, pytest.mark.long]

PREDICT = "model.fraud.predict"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"


@pytest.fixture(scope="module")
def server(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeycloakServer]:
    """A Keycloak that knows the scope `delegation`."""
    features = "--features=token-exchange-delegation,parameterized-scopes"
    with another_keycloak(keycloak, tmp_path_factory.mktemp("server"), features) as server:
        yield server


@pytest.fixture(scope="module")
def live(server: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory) -> LiveEnvironment:
    """A person, a notebook that may ask for `delegation`, an agent that trades, and a machine with no part in it."""
    environment = Environment.model_validate(
        {
            "keycloak": {"url": server.url},
            "realm": {"name": "acting", "ssl_required": "external", "login": {"verify_email": False}},
            "api": {"client_id": "model-api"},
            "models": {"fraud": {}},
            "people": {
                name: {**ready_person(name).model_dump(), "grants": {"fraud": ["predict"]}} for name in ("ada", "bob")
            },
            "applications": {"notebook": {"redirect_uris": ["https://notebook.example.com/callback"]}},
            "consumers": {
                "agent": {"exchange": {"from": ["notebook"], "models": {"fraud": ["predict"]}}},
                "batch": {"grants": {"fraud": ["predict"]}},
            },
        }
    )
    own = PrivateSide(server.url, private.documents, private.tls)
    folder = tmp_path_factory.mktemp("acting")
    live = LiveEnvironment.apply(environment, realm="acting", folder=folder, keycloak=server, private=own)
    admin, realm = live.admin, f"realms/{live.realm}"
    scopes = {each["name"]: each["id"] for each in admin.get(f"{realm}/client-scopes").json()}
    clients = {each["clientId"]: each["id"] for each in admin.get(f"{realm}/clients").json()}
    admin.request("PUT", f"{realm}/clients/{clients['notebook']}/optional-client-scopes/{scopes['delegation']}")
    return live


def trade(live: LiveEnvironment, **form: str) -> httpx.Response:
    """Trade a token of a person, with more parameters."""
    subject = live.tokens.token(live.person("ada").ask("exchange.agent")).text
    return live.machine("agent").trade(subject, PREDICT, **form)


@pytest.mark.parametrize("actor", ["agent", "batch", "no token at all"])
def test_the_actors_token_is_passed_over(live: LiveEnvironment, actor: str) -> None:
    """With the agent's own token as `actor_token`, another's, or none, the new token is the same: nobody acts."""
    known = actor in live.environment.consumers
    token = live.tokens.token(live.machine(actor).ask()).text if known else actor
    answer = trade(live, actor_token=token, actor_token_type=ACCESS_TOKEN)
    claims = live.tokens.token(answer).claims
    assert (claims["client_id"], claims["roles"]) == ("agent", ["fraud:predict"])
    assert {"act", "may_act"} & set(claims) == set()


@pytest.mark.parametrize("actor", ["service-account-agent", "bob"])
def test_an_application_of_ours_cannot_ask_for_an_actor(live: LiveEnvironment, actor: str) -> None:
    """The scope by which a person would name who may act is refused: nobody here may act as each person."""
    answer = live.person("ada").ask("exchange.agent", f"delegation:{actor}")
    assert answer.json()["error"] == "invalid_scope"
