"""The environment of docs/how-to/delegation.md: an agent acts for people at real gateways, and what it is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.gateways.free_address import free_address
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway
from tests.support.realms.live_environment import LiveEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.support.gateways.gateways import Gateway
    from tests.support.realms.private_side import PrivateSide
    from tests.support.servers.echo_server import EchoServer
    from tests.support.tokens.access_tokens import AccessToken
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.e2e

PREDICT, EXPLAIN = "model.fraud-detector.predict", "model.fraud-detector.explain"
INFER = "/v2/models/fraud-detector/infer"


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page declares, with two people, a second actor and a machine that has no part in it."""
    page = page_environment("delegation")
    assistant = page.consumers["assistant"]
    consumers = {
        "assistant": assistant,
        "second": {"exchange": assistant.exchange},
        "batch": {"grants": {"fraud-detector": ["predict"]}},
    }
    environment = type(page).model_validate(
        {
            **page.model_dump(exclude={"consumers", "people"}, by_alias=True, exclude_unset=True),
            "consumers": consumers,
            "people": {"ada": ready_person("ada", "analysts"), "bob": ready_person("bob")},
        }
    )
    folder = tmp_path_factory.mktemp("acting")
    live = LiveEnvironment.apply(environment, realm="acting", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


@pytest.fixture(scope="module")
def gateways(
    live: LiveEnvironment, upstream: EchoServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Gateway]]:
    """Envoy and FastAPI for this realm."""
    folder = tmp_path_factory.mktemp("gateways")

    def api() -> ProtectedApi:
        props = GatewayProps(listen=free_address(), upstream=upstream.url)
        return ProtectedApi.of("agents", live.environment, props, live.endpoints)

    with EnvoyGateway.start(folder / "envoy", api(), upstream) as envoy:
        yield {"envoy": envoy, "fastapi": FastApiGateway.load(folder / "fastapi", api())}


def trade(
    live: LiveEnvironment, subject: AccessToken, scope: str = PREDICT, *, actor: str = "assistant", **form: str
) -> httpx.Response:
    """Trade a token as an actor."""
    return live.machine(actor).trade(subject.text, scope, **form)


def handed_over(live: LiveEnvironment, username: str = "ada", actor: str = "assistant") -> AccessToken:
    """Return the token that the notebook hands to an actor."""
    return live.tokens.token(live.person(username).ask(f"exchange.{actor}"))


def account(live: LiveEnvironment, client_id: str) -> str:
    """Return the id of a client's service account."""
    (client,) = live.admin.get(f"realms/{live.realm}/clients", clientId=client_id).json()
    found = live.admin.get(f"realms/{live.realm}/clients/{client['id']}/service-account-user").json()["id"]
    return str(found)


def answers(gateways: Mapping[str, Gateway], token: AccessToken) -> dict[str, int]:
    """Return what the gateways answer."""
    return {name: gateway.call(INFER, token=token.text).status for name, gateway in gateways.items()}


def test_plan_is_empty(live: LiveEnvironment) -> None:
    """What was applied is settled."""
    assert live.plan() == []


def test_actor_calls_for_a_person(live: LiveEnvironment, gateways: Mapping[str, Gateway]) -> None:
    """The token is the person's, names the actor, and opens the model at both gateways; FastAPI knows who acts."""
    subject = handed_over(live)
    token = live.tokens.token(trade(live, subject))
    assert token.claims["sub"] == subject.claims["sub"]
    assert token.claims["act"] == {"client_id": "assistant", "sub": account(live, "assistant")}
    assert (token.claims["client_id"], token.roles) == ("assistant", ["fraud-detector:predict"])
    assert answers(gateways, token) == {"envoy": 200, "fastapi": 200}
    fastapi = gateways["fastapi"]
    assert isinstance(fastapi, FastApiGateway)
    assert fastapi.module.verify(token.text).actor == "assistant"


def test_person_calls_without_an_actor(live: LiveEnvironment, gateways: Mapping[str, Gateway]) -> None:
    """Tokens for the person's own calls name nobody else, and serve as before."""
    token = live.tokens.token(live.person("ada").ask(PREDICT))
    assert "act" not in token.claims
    assert answers(gateways, token) == {"envoy": 200, "fastapi": 200}


def test_actor_has_no_calls_of_its_own(live: LiveEnvironment, gateways: Mapping[str, Gateway]) -> None:
    """Its own token names it as acting for itself, and has no role."""
    token = live.tokens.token(live.machine("assistant").ask(PREDICT))
    assert (token.claims["act"]["sub"], token.roles) == (token.claims["sub"], [])
    assert answers(gateways, token) == {"envoy": 403, "fastapi": 401}


def test_person_without_the_role(live: LiveEnvironment, gateways: Mapping[str, Gateway]) -> None:
    """An actor may do no more than the person whom it acts for."""
    token = live.tokens.token(trade(live, handed_over(live, "bob")))
    assert token.roles == []
    assert answers(gateways, token) == {"envoy": 403, "fastapi": 403}


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("undeclared actor", (400, "invalid_request")),
        ("the other actor", (403, "access_denied")),
        ("wider scope", (400, "invalid_scope")),
        ("other model", (400, "invalid_scope")),
        ("other audience", (400, "invalid_client")),
        ("token of the person's own", (403, "access_denied")),
        ("chain of actors", (403, "access_denied")),
        ("no token", (400, "invalid_request")),
    ],
)
def test_refused_by_keycloak(live: LiveEnvironment, case: str, refusal: tuple[int, str]) -> None:
    """Who may act for whom, with what, and for what, is what is declared."""
    subject = handed_over(live)
    answer = {
        "undeclared actor": lambda: trade(live, subject, actor="batch"),
        "the other actor": lambda: trade(live, subject, actor="second"),
        "wider scope": lambda: trade(live, subject, EXPLAIN),
        "other model": lambda: trade(live, subject, f"{PREDICT} model.churn-model.predict"),
        "other audience": lambda: trade(live, subject, audience="https://other.example.com"),
        "token of the person's own": lambda: trade(live, live.tokens.token(live.person("ada").ask(PREDICT))),
        "chain of actors": lambda: trade(live, live.tokens.token(trade(live, subject)), actor="second"),
        "no token": lambda: trade(live, replace(subject, text="x")),
    }[case]()
    assert (answer.status_code, answer.json()["error"]) == refusal


def test_logout_ends_it(live: LiveEnvironment) -> None:
    """What was handed over before the person logged out cannot be traded."""
    subject = handed_over(live)
    live.admin.request("POST", f"realms/{live.realm}/users/{subject.claims['sub']}/logout")
    answer = trade(live, subject)
    assert (answer.status_code, answer.json()["error"]) == (httpx.codes.BAD_REQUEST, "invalid_request")
