"""Tokens stay small whatever the number of grants, also when they are exchanged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest

from constructs_lib.declaration.access_policy import ModelAction
from constructs_lib.declaration.props import (
    ApiProps,
    ApplicationProps,
    ConsumerProps,
    ExchangeProps,
    LoginProps,
    ModelProps,
    PersonProps,
    RealmProps,
)
from stacks.environment import Environment, KeycloakProps
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.tokens.access_tokens import ACCESS_TOKEN_CLAIMS

if TYPE_CHECKING:
    from tests.support.realms.private_side import PrivateSide
    from tests.support.tokens.access_tokens import AccessToken
    from tools.keycloak.server import KeycloakServer

# Its realm takes a while to fill: one worker runs all tests of it.
pytestmark = [pytest.mark.integration, pytest.mark.first]

GRANTS = 1000
LARGEST = 700
FIRST, LAST = ModelAction("model-0000", "predict"), ModelAction(f"model-{GRANTS - 1:04}", "predict")
AUDIENCE = "urn:example:model-api"
TO_BATCH = "exchange.batch"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"


class Filled:
    """An applied environment of one model, and 999 more that were made and granted by the Admin API.

    Terraform would take minutes for 3,000 resources in one state; the result is the same roles and scopes.
    """

    def __init__(self, live: LiveEnvironment) -> None:
        self.live = live
        self._realm = f"realms/{live.realm}"
        self.clients = {name: self._client(name) for name in ("scorer", "batch", "notebook")}
        self._roles = f"{self._realm}/clients/{self.clients['scorer']}/roles"

    def fill(self) -> None:
        """Create the models' roles and scopes, and grant them all to the consumer and the person."""
        pairs = [ModelAction(f"model-{number:04}", "predict") for number in range(1, GRANTS)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(self._create, pairs))
            roles = {role["name"]: role for role in self._get(self._roles, max=str(2 * GRANTS))}
            scopes = self._scopes()
            list(pool.map(lambda pair: self._gate(scopes[pair.scope], roles[pair.role]), pairs))
        self._offer("notebook", scopes[LAST.scope])
        for username in ("service-account-batch", "ada"):
            (user,) = self._get(f"{self._realm}/users", username=username, exact="true")
            path = f"{self._realm}/users/{user['id']}/role-mappings/clients/{self.clients['scorer']}"
            self.live.admin.request("POST", path, json=[roles[pair.role] for pair in pairs])

    def granted(self, username: str) -> int:
        """Return how many model actions somebody was granted."""
        (user,) = self._get(f"{self._realm}/users", username=username, exact="true")
        path = f"{self._realm}/users/{user['id']}/role-mappings/clients/{self.clients['scorer']}/composite"
        return sum(role["name"].startswith("model-") for role in self._get(path))

    def _create(self, pair: ModelAction) -> None:
        self.live.admin.request("POST", self._roles, json={"name": pair.role})
        scope = {"name": pair.scope, "protocol": "openid-connect"}
        self.live.admin.request("POST", f"{self._realm}/client-scopes", json=scope)

    def _gate(self, scope: str, role: dict[str, Any]) -> None:
        path = f"{self._realm}/client-scopes/{scope}/scope-mappings/clients/{self.clients['scorer']}"
        self.live.admin.request("POST", path, json=[role])
        self._offer("batch", scope)

    def _offer(self, client: str, scope: str) -> None:
        path = f"{self._realm}/clients/{self.clients[client]}/optional-client-scopes/{scope}"
        self.live.admin.request("PUT", path)

    def _scopes(self) -> dict[str, str]:
        return {scope["name"]: scope["id"] for scope in self._get(f"{self._realm}/client-scopes")}

    def _client(self, client_id: str) -> str:
        (client,) = self._get(f"{self._realm}/clients", clientId=client_id)
        return str(client["id"])

    def _get(self, path: str, **parameters: str) -> list[dict[str, Any]]:
        return list(self.live.admin.get(path, **parameters).json())


@pytest.fixture(scope="module")
def filled(keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A consumer and a person who may each call 1,000 models."""
    environment = Environment(
        keycloak=KeycloakProps(url="http://127.0.0.1:8080"),
        realm=RealmProps(name="many", ssl_required="external", login=LoginProps(verify_email=False)),
        api=ApiProps(client_id="scorer", audience=AUDIENCE),
        models={FIRST.model: ModelProps()},
        consumers={
            "batch": ConsumerProps(
                grants={FIRST.model: ("predict",)},
                exchange=ExchangeProps(from_=("notebook",), models={FIRST.model: ("predict",)}),
            )
        },
        people={
            "ada": PersonProps(
                email="ada@example.com",
                first_name="Ada",
                last_name="Lovelace",
                temporary_password=False,
                grants={FIRST.model: ("predict",)},
            )
        },
        applications={"notebook": ApplicationProps(redirect_uris=("http://127.0.0.1:8888/callback",))},
    )
    folder = tmp_path_factory.mktemp("many")
    live = LiveEnvironment.apply(environment, realm="ml-many", folder=folder, keycloak=keycloak, private=private)
    filled = Filled(live)
    filled.fill()
    return filled  # to delete the realm takes 20 s, and the server goes with the run


@pytest.fixture(params=[FIRST, LAST], ids=lambda pair: pair.role)
def pair(request: pytest.FixtureRequest) -> ModelAction:
    """One of the models."""
    return cast("ModelAction", request.param)


@pytest.mark.parametrize("username", ["service-account-batch", "ada"])
def test_everyone_was_granted_a_thousand(filled: Filled, username: str) -> None:
    """Keycloak says that consumer and person hold 1,000 roles each."""
    assert filled.granted(username) == GRANTS


def test_consumer_with_a_thousand_grants(filled: Filled, pair: ModelAction) -> None:
    """Of 1,000 grants a consumer's token holds the one that was asked for, in at most 700 bytes."""
    token = filled.live.tokens.token(filled.live.machine("batch").ask(pair.scope))
    assert token.roles == [pair.role]
    assert token.size <= LARGEST


def test_person_with_a_thousand_grants(filled: Filled, pair: ModelAction) -> None:
    """So does a person's token."""
    token = filled.live.tokens.token(filled.live.person("ada").ask(pair.scope))
    assert token.roles == [pair.role]
    assert token.size <= LARGEST


def test_exchange_is_refused_unless_the_token_is_meant_for_it(filled: Filled, pair: ModelAction) -> None:
    """A consumer cannot exchange a person's token that does not name it as an audience (RFC 8693)."""
    subject = filled.live.tokens.token(filled.live.person("ada").ask(pair.scope))
    answer = exchange(filled, subject, pair)
    assert (answer.status_code, answer.json()["error"]) == (httpx.codes.FORBIDDEN, "access_denied")


def test_exchanged_token_follows_rfc_9068(filled: Filled, pair: ModelAction) -> None:
    """An exchanged token is the person's, for the API alone, made for the consumer, with one role, in 700 bytes."""
    subject = filled.live.tokens.token(filled.live.person("ada").ask(pair.scope, TO_BATCH))
    token = filled.live.tokens.token(exchange(filled, subject, pair))
    assert (token.header["typ"], token.header["alg"]) == ("at+jwt", "ES256")
    assert {key: token.claims[key] for key in ("iss", "aud", "sub", "client_id", "roles", "scope")} == {
        "iss": filled.live.endpoints.issuer,
        "aud": AUDIENCE,
        "sub": subject.claims["sub"],
        "client_id": "batch",
        "roles": [pair.role],
        "scope": pair.scope,
    }
    assert set(token.claims) == ACCESS_TOKEN_CLAIMS | {"sid"}
    assert token.size <= LARGEST


def exchange(filled: Filled, subject: AccessToken, pair: ModelAction) -> httpx.Response:
    """Exchange a token, as the consumer, for one with less."""
    return filled.live.machine("batch").trade(subject.text, pair.scope, requested_token_type=ACCESS_TOKEN)
