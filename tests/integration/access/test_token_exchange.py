"""The environment of docs/how-to/token-exchange.md: an agent trades people's tokens, and what it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from constructs_lib.declaration.props import ApplicationProps, ConsumerProps
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.tokens.access_tokens import ACCESS_TOKEN_CLAIMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tests.support.tokens.access_tokens import AccessToken
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

PREDICT, EXPLAIN = "model.fraud-detector.predict", "model.fraud-detector.explain"
AUDIENCE = "https://models.example.com"
REDIRECT = ("https://ui.example.com/callback",)


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page declares, with two people, an application and a machine that have no part in it."""
    folder = tmp_path_factory.mktemp("exchange")
    page = page_environment("token-exchange")
    environment = page.model_copy(
        update={
            "people": {"ada": ready_person("ada", "analysts"), "bob": ready_person("bob")},
            "applications": {**page.applications, "ui": ApplicationProps(redirect_uris=REDIRECT)},
            "consumers": {**page.consumers, "batch": ConsumerProps(grants={"*": ("predict",)})},
        }
    )
    live = LiveEnvironment.apply(environment, realm="exchange", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


def handed_over(live: LiveEnvironment, username: str = "ada") -> AccessToken:
    """Return the token that the notebook hands to the agent."""
    return live.tokens.token(live.person(username).ask("exchange.assistant"))


def trade(live: LiveEnvironment, subject: AccessToken, *scopes: str, consumer: str = "assistant") -> httpx.Response:
    """Trade a token as a consumer."""
    return live.machine(consumer).trade(subject.text, *scopes)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Return status and error."""
    return answer.status_code, answer.json().get("error", "")


def test_plan_is_empty(live: LiveEnvironment) -> None:
    """What was applied is settled."""
    assert live.plan() == []


def test_token_that_is_handed_over_calls_nothing(live: LiveEnvironment) -> None:
    """It names the agent as an audience beside the API, and holds no role."""
    token = handed_over(live)
    assert (set(token.claims["aud"]), token.roles) == ({AUDIENCE, "assistant"}, [])


def test_traded_token_follows_rfc_9068(live: LiveEnvironment) -> None:
    """It is the person's, for the API alone, made for the agent, with the one role that was asked for."""
    subject = handed_over(live)
    answer = trade(live, subject, PREDICT)
    token = live.tokens.token(answer)
    assert (token.header["typ"], token.header["alg"]) == ("at+jwt", "ES256")
    assert {key: token.claims[key] for key in ("iss", "aud", "sub", "client_id", "roles", "scope")} == {
        "iss": live.endpoints.issuer,
        "aud": AUDIENCE,
        "sub": subject.claims["sub"],
        "client_id": "assistant",
        "roles": ["fraud-detector:predict"],
        "scope": PREDICT,
    }
    assert set(token.claims) == ACCESS_TOKEN_CLAIMS | {"sid"}
    assert "refresh_token" not in answer.json()


@pytest.mark.parametrize(("audience", "error"), [(AUDIENCE, "invalid_client"), ("model-api", "invalid_request")])
def test_audience_is_left_out(live: LiveEnvironment, audience: str, error: str) -> None:
    """The parameter takes a client of the realm that may stand in `aud`; the API's `aud` is no client."""
    answer = live.machine("assistant").trade(handed_over(live).text, PREDICT, audience=audience)
    assert refusal(answer) == (httpx.codes.BAD_REQUEST, error)


@pytest.mark.parametrize("username", ["ada", "bob"])
def test_it_calls_what_the_policy_says(live: LiveEnvironment, username: str) -> None:
    """For every model and action, a traded token holds the role where agent and person may both call it."""
    subject = handed_over(live, username)
    held = {
        pair for pair in live.policy.model_actions if pair.role in live.tokens.roles(trade(live, subject, pair.scope))
    }
    assert held == live.policy.allowed_by_exchange("assistant", username)


@pytest.mark.parametrize("scope", [EXPLAIN, "model.churn-model.predict", "model-api-access"])
def test_model_beyond_the_declared_ones_is_refused(live: LiveEnvironment, scope: str) -> None:
    """A person may call it, and the agent not."""
    assert refusal(trade(live, handed_over(live), scope)) == (httpx.codes.BAD_REQUEST, "invalid_scope")


def test_ordinary_token_is_refused(live: LiveEnvironment) -> None:
    """A token for the notebook's own calls has the API as its only audience, and cannot be traded."""
    token = live.tokens.token(live.person("ada").ask(PREDICT))
    assert (token.claims["aud"], token.roles) == (AUDIENCE, ["fraud-detector:predict"])
    assert refusal(trade(live, token, PREDICT)) == (httpx.codes.FORBIDDEN, "access_denied")


def test_application_that_is_not_listed_is_refused(live: LiveEnvironment) -> None:
    """It cannot ask for a token to hand over, and its own cannot be traded."""
    ui = live.person("ada", "ui")
    assert ui.ask("exchange.assistant").json()["error"] == "invalid_scope"
    token = live.tokens.token(ui.ask(PREDICT))
    assert refusal(trade(live, token, PREDICT)) == (httpx.codes.FORBIDDEN, "access_denied")


def test_consumer_without_exchange_is_refused(live: LiveEnvironment) -> None:
    """Other machines cannot trade a token that they got hold of."""
    assert trade(live, handed_over(live), PREDICT, consumer="batch").status_code == httpx.codes.BAD_REQUEST


def test_traded_token_is_of_no_use_to_others(live: LiveEnvironment) -> None:
    """It does not name the agent as audience, so that a token cannot be passed from one to the next."""
    token = live.tokens.token(trade(live, handed_over(live), PREDICT))
    assert refusal(trade(live, token, PREDICT, consumer="batch"))[0] == httpx.codes.BAD_REQUEST


def test_agent_calls_nothing_by_itself(live: LiveEnvironment) -> None:
    """Its own token holds no role: it was granted none."""
    assert live.tokens.token(live.machine("assistant").ask(PREDICT)).roles == []


def test_logout_ends_it(live: LiveEnvironment) -> None:
    """Once the person's sessions end, a token that was handed over before cannot be traded."""
    subject = handed_over(live)
    assert trade(live, subject, PREDICT).status_code == httpx.codes.OK
    live.admin.request("POST", f"realms/{live.realm}/users/{subject.claims['sub']}/logout")
    assert refusal(trade(live, subject, PREDICT)) == (httpx.codes.BAD_REQUEST, "invalid_request")
