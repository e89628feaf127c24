"""The environment of docs/how-to/several-apis.md: tokens of one API are refused by the other, by real gateways."""

from __future__ import annotations

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
    from collections.abc import Iterator, Mapping, Sequence

    from tests.support.gateways.gateways import Answer, Gateway
    from tests.support.realms.private_side import PrivateSide
    from tests.support.servers.echo_server import EchoServer
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.e2e

SCORING, FEATURES = "https://models.example.com", "https://features.example.com"
PREDICT, CHURN, READ = "model.fraud-detector.predict", "model.churn-model.predict", "model.customer-profile.read"


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page declares, with somebody in the group, somebody without a grant, and an API that asks for itself."""
    page = page_environment("several-apis")
    scoring = page.apis["scoring"].model_copy(update={"service_accounts": True})
    environment = page.model_copy(
        update={
            "people": {"ada": ready_person("ada", "analysts"), "bob": ready_person("bob")},
            "apis": {**page.apis, "scoring": scoring},
        }
    )
    folder = tmp_path_factory.mktemp("several")
    live = LiveEnvironment.apply(environment, realm="several", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


@pytest.fixture(scope="module")
def gateways(
    live: LiveEnvironment, upstream: EchoServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[tuple[str, str], Gateway]]:
    """Envoy and FastAPI before each API, from the files that the project writes."""
    folder = tmp_path_factory.mktemp("gateways")

    def api(name: str) -> ProtectedApi:
        declared = live.environment.gateways[name].model_dump()
        values = {**declared, "listen": free_address(), "upstream": upstream.url}
        props = GatewayProps.model_validate(values)
        return ProtectedApi.of("company", live.environment, props, live.endpoints, api=name)

    with (
        EnvoyGateway.start(folder / "scoring-envoy", api("scoring"), upstream) as scoring,
        EnvoyGateway.start(folder / "features-envoy", api("features"), upstream) as features,
    ):
        yield {
            ("scoring", "envoy"): scoring,
            ("features", "envoy"): features,
            ("scoring", "fastapi"): FastApiGateway.load(folder / "scoring-fastapi", api("scoring")),
            ("features", "fastapi"): FastApiGateway.load(folder / "features-fastapi", api("features")),
        }


def call(gateway: Gateway, api: str, token: str) -> Answer:
    """Do at an API what one may do with its model."""
    if api == "scoring":
        return gateway.call("/v2/models/fraud-detector/infer", token=token)
    return gateway.call("/features/customer-profile", token=token, method="GET")


def statuses(gateways: Mapping[tuple[str, str], Gateway], token: str) -> dict[tuple[str, str], int]:
    """Return what each gateway of each API says of a token."""
    return {(api, name): call(gateway, api, token).status for (api, name), gateway in gateways.items()}


def audiences(claims: Mapping[str, object]) -> Sequence[str]:
    """Return `aud` as a list."""
    found = claims.get("aud", [])
    return [found] if isinstance(found, str) else sorted(found)  # type: ignore[call-overload]  # a claim


def test_plan_is_empty(live: LiveEnvironment) -> None:
    """What was applied is settled."""
    assert live.plan() == []


@pytest.mark.parametrize(
    ("principal", "scopes", "aud", "roles"),
    [
        ("payment-gateway", [PREDICT], [SCORING], ["fraud-detector:predict"]),
        ("payment-gateway", [], [], []),
        ("trainer", [PREDICT], [SCORING], ["fraud-detector:predict"]),
        ("trainer", [READ], [FEATURES], ["customer-profile:read"]),
        ("trainer", [READ, CHURN], [FEATURES, SCORING], ["churn-model:predict", "customer-profile:read"]),
        ("feature-loader", ["features-access"], [FEATURES], ["features-access"]),
        ("ada", [READ], [FEATURES], ["customer-profile:read"]),
        ("ada", [PREDICT], [SCORING], ["fraud-detector:predict"]),
        ("bob", [PREDICT, READ, "scoring-access"], [], []),
    ],
)
def test_token_is_for_the_apis_that_were_asked_for(
    live: LiveEnvironment, principal: str, scopes: list[str], aud: list[str], roles: list[str]
) -> None:
    """`aud` and `roles` are those of the APIs whose scopes were asked for, and granted, and of no other."""
    who = live.person(principal) if principal in live.environment.people else live.machine(principal)
    claims = live.tokens.token(who.ask(*scopes)).claims
    assert (audiences(claims), sorted(claims.get("roles", []))) == (aud, roles)


@pytest.mark.parametrize("scope", ["scoring-access", CHURN, "features-access"])
def test_scope_of_what_is_not_granted_is_refused(live: LiveEnvironment, scope: str) -> None:
    """A consumer of one API gets no token for what it was not granted there, nor for the other one's models."""
    consumer = "payment-gateway" if scope != "scoring-access" else "feature-loader"
    answer = live.machine(consumer).ask(scope)
    assert (answer.status_code, answer.json()["error"]) == (httpx.codes.BAD_REQUEST, "invalid_scope")


def test_apis_own_token_is_for_itself(live: LiveEnvironment) -> None:
    """An API that asks for itself needs no scope: its own roles are in its tokens, and so is its own audience."""
    secret = live.private.secret("model_api_client_secret")
    form = {"grant_type": "client_credentials", "client_id": "model-api", "client_secret": secret}
    answer = httpx.post(live.endpoints.token_endpoint, data=form, trust_env=False)
    claims = live.tokens.token(answer).claims
    assert (audiences(claims), claims.get("roles", [])) == ([SCORING], [])


@pytest.mark.parametrize(
    ("principal", "scopes", "opened"),
    [
        ("trainer", [PREDICT], "scoring"),
        ("trainer", [READ], "features"),
        ("feature-loader", ["features-access"], "features"),
        ("payment-gateway", [], ""),
    ],
)
def test_gateways_refuse_tokens_of_the_other_api(
    live: LiveEnvironment,
    gateways: Mapping[tuple[str, str], Gateway],
    principal: str,
    scopes: list[str],
    opened: str,
) -> None:
    """Envoy and FastAPI before each API take its tokens, and refuse those of the other one and those of none."""
    token = live.tokens.token(live.machine(principal).ask(*scopes)).text
    refused = {"envoy": httpx.codes.FORBIDDEN, "fastapi": httpx.codes.UNAUTHORIZED}
    assert statuses(gateways, token) == {
        (api, name): httpx.codes.OK if api == opened else refused[name] for api, name in gateways
    }


def test_other_roles_of_an_api_do_not_open_it(
    live: LiveEnvironment, gateways: Mapping[tuple[str, str], Gateway]
) -> None:
    """With both audiences in a token it is the role that decides: each API takes those of its own models alone."""
    both = live.tokens.token(live.machine("trainer").ask(CHURN, READ)).text
    found = statuses(gateways, both)
    assert {key for key, status in found.items() if status == httpx.codes.OK} == {
        key for key in gateways if key[0] == "features"
    }
    assert set(found.values()) == {httpx.codes.OK, httpx.codes.FORBIDDEN}


def test_application_narrows_a_token_when_it_refreshes(live: LiveEnvironment) -> None:
    """One login, one token for each API: a refresh with fewer scopes has the audience of these alone."""
    ada = live.person("ada")
    first = ada.ask(PREDICT, READ)
    assert audiences(live.tokens.token(first).claims) == [FEATURES, SCORING]
    form = {"grant_type": "refresh_token", "client_id": "notebook", "scope": READ}
    answer = httpx.post(
        live.endpoints.token_endpoint,
        data={**form, "refresh_token": first.json()["refresh_token"]},
        trust_env=False,
    )
    claims = live.tokens.token(answer).claims
    assert (audiences(claims), claims["roles"]) == ([FEATURES], ["customer-profile:read"])


def test_exchange_reaches_the_api_that_it_names(live: LiveEnvironment) -> None:
    """A traded token is for the API of the declared model; a model of the other API is refused."""
    subject = live.tokens.token(live.person("ada").ask("exchange.assistant"))
    assert audiences(subject.claims) == ["assistant"]

    def trade(scope: str) -> httpx.Response:
        return live.machine("assistant").trade(subject.text, scope)

    claims = live.tokens.token(trade(READ)).claims
    assert (audiences(claims), claims["roles"], claims["sub"]) == (
        [FEATURES],
        ["customer-profile:read"],
        subject.claims["sub"],
    )
    refused = trade(PREDICT)
    assert (refused.status_code, refused.json()["error"]) == (httpx.codes.BAD_REQUEST, "invalid_scope")
