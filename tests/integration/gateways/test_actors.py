"""Tokens that name who acts for their subject: gateways take those of declared actors, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.declarations import MODELS, declare
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

INFER = "/v2/models/fraud/infer"
EXCHANGE = {"from": ["notebook"], "models": {"fraud": ["predict"]}, "delegation": True}
DECLARED = declare(
    models=MODELS,
    applications={"notebook": {"redirect_uris": ["https://notebook.example.com/cb"]}},
    consumers={"agent": {"exchange": EXCHANGE}, "second": {"exchange": EXCHANGE}},
)
OWN = {"client_id": "agent", "sub": "a9"}
# Claims of a token, and what Envoy and FastAPI answer.
CASES: dict[str, tuple[dict[str, object], int, int]] = {
    "nobody acts": ({"client_id": "notebook"}, 200, 200),
    "the actor": ({"client_id": "agent", "act": OWN}, 200, 200),
    "the other actor": ({"client_id": "second", "act": {**OWN, "client_id": "second"}}, 200, 200),
    "an actor that is not declared": ({"client_id": "batch", "act": {**OWN, "client_id": "batch"}}, 403, 401),
    "another than got the token": ({"client_id": "second", "act": OWN}, 403, 401),
    "in the token of an application": ({"client_id": "notebook", "act": OWN}, 403, 401),
    "an actor that is not named": ({"client_id": "agent"}, 403, 401),
    "an actor by its account alone": ({"client_id": "agent", "act": {"sub": "a9"}}, 403, 401),
    "a chain": ({"client_id": "agent", "act": {**OWN, "act": {"client_id": "second", "sub": "b1"}}}, 403, 401),
    "a text": ({"client_id": "agent", "act": "agent"}, 403, 401),
    "a list": ({"client_id": "agent", "act": [OWN]}, 403, 401),
    "an empty one": ({"client_id": "agent", "act": {}}, 403, 401),
    "a list of names": ({"client_id": "agent", "act": {**OWN, "client_id": ["agent"]}}, 403, 401),
}


@pytest.fixture(scope="module")
def acting(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Gateway]]:
    """Gateways where two consumers may act for people."""
    folder = tmp_path_factory.mktemp("acting")
    with EnvoyGateway.start(folder / "envoy", site.api(DECLARED), site.upstream) as envoy:
        yield {"envoy": envoy, "fastapi": FastApiGateway.load(folder / "fastapi", site.api(DECLARED))}


@pytest.mark.parametrize("case", CASES)
def test_declared_actors_alone_act(site: Site, acting: Mapping[str, Gateway], case: str) -> None:
    """The role is the same in each: who acts decides, and what is refused reaches nothing."""
    claims, at_envoy, at_fastapi = CASES[case]
    token = site.issuer.signed(site.issuer.claims("fraud:predict", **claims))
    answers = {name: gateway.call(INFER, token=token) for name, gateway in acting.items()}
    assert {name: answer.status for name, answer in answers.items()} == {"envoy": at_envoy, "fastapi": at_fastapi}
    assert {answer.reached for answer in answers.values()} == {INFER if at_envoy == 200 else None}


def test_the_role_decides_for_actors_too(site: Site, acting: Mapping[str, Gateway]) -> None:
    """Who acts for somebody opens nothing by that."""
    token = site.issuer.token("churn:predict", client_id="agent", act=OWN)
    assert {name: gateway.call(INFER, token=token).status for name, gateway in acting.items()} == {
        "envoy": 403,
        "fastapi": 403,
    }


def test_nobody_acts_for_itself(site: Site, acting: Mapping[str, Gateway]) -> None:
    """FastAPI compares the two subjects; Keycloak gives such a token no role."""
    token = site.issuer.token("fraud:predict", client_id="agent", sub="a9", act=OWN)
    assert acting["fastapi"].call(INFER, token=token).status == 401


def test_nobody_acts_where_that_is_not_declared(site: Site, gateways: Mapping[str, Gateway]) -> None:
    """Without delegation any `act` is refused."""
    token = site.issuer.token("fraud:predict", client_id="agent", act=OWN)
    assert [gateways[name].call(INFER, token=token).status for name in ("envoy", "fastapi")] == [403, 401]


def test_a_remembered_token_is_not_taken_for_another(site: Site, acting: Mapping[str, Gateway]) -> None:
    """After a token was taken, the same with another signature is refused, and the first serves on."""
    token = site.issuer.token("fraud:predict")
    forged = token.rpartition(".")[0] + "." + site.issuer.forged_token("fraud:predict").rpartition(".")[2]
    for gateway in acting.values():
        assert [gateway.call(INFER, token=each).status for each in (token, forged, token)] == [200, 401, 200]
