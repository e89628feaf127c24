"""Envoy before many models: what it lets through is the same as before few."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from constructs_lib.declaration.model_action import ModelAction
from constructs_lib.declaration.props import ModelProps
from constructs_lib.gateways.presets.envoy_many_routes import FEW_ROUTES, MODEL_HEADER
from tests.integration.gateways.test_refusals import TOKENS
from tests.integration.gateways.test_spellings import MINE
from tests.support.declarations.declarations import MANY_MODELS, declare
from tests.support.gateways.attacks import attacks
from tests.support.gateways.gateways import EnvoyGateway
from tests.support.gateways.raw_requests import send_raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway, HeaderFields

pytestmark = pytest.mark.integration

# Names that begin as others do.
PATHS = ("/v2/models/{}/infer", "/v2/models/{}/versions/7/infer?x=1")


@pytest.fixture(scope="module")
def many(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EnvoyGateway]:
    """Envoy before more models than one list of rules is made for; health is open."""
    api = site.api(declare(models=MANY_MODELS), open=["health"])
    assert len(api.routes) > FEW_ROUTES
    with EnvoyGateway.start(tmp_path_factory.mktemp("many"), api, site.upstream) as gateway:
        yield gateway


@pytest.mark.parametrize("case", TOKENS)
def test_token_is_refused(site: Site, many: EnvoyGateway, case: str) -> None:
    """The answer is the one before few models, and nothing reaches the server."""
    make, otherwise = TOKENS[case]
    answer = many.call("/v2/models/fraud/infer", token=make(site.issuer))
    assert (answer.status, answer.reached) == (otherwise.get("envoy", 401), None)


@pytest.mark.parametrize("claim", [{"cnf": {"jkt": "x"}}, {"act": {"sub": "x", "client_id": "batch"}}])
def test_token_that_is_bound_or_of_an_actor_is_refused(
    site: Site, many: EnvoyGateway, claim: dict[str, dict[str, str]]
) -> None:
    """Nobody saw a proof, and no actor is declared."""
    answer = many.call("/v2/models/fraud/infer", token=site.issuer.token("fraud:predict", **claim))
    assert (answer.status, answer.reached) == (403, None)


@pytest.mark.parametrize("path", PATHS)
def test_each_model_is_opened_by_its_role_alone(site: Site, many: EnvoyGateway, path: str) -> None:
    """Of models whose names begin alike, a token opens the one that it has the role for."""
    token = site.issuer.token("fraud1:predict")
    names = ["fraud", "fraud1", "fraud11", "churn", "unknown"]
    expected = dict.fromkeys(names, 403) | {"fraud1": 200}
    assert {name: many.call(path.format(name), token=token).status for name in names} == expected


def test_what_is_open_stays_open_and_all_else_closed(site: Site, many: EnvoyGateway) -> None:
    """Health needs no token; a path that no model has is refused with every role."""
    assert many.call("/v2/health/live", method="GET").status == 200
    token = site.issuer.token("fraud:predict", "scorer-access")
    assert [many.call(path, token=token).status for path in ("/", "/v2", "/v2/models/", "/metrics")] == [403] * 4
    assert many.call("/v2/models/fraud/infer").status == 401


def test_no_spelling_leads_past_it(site: Site, many: EnvoyGateway) -> None:
    """Of hundreds of requests none reaches what the role does not open, and it serves on."""
    token, start = site.issuer.token("fraud:predict"), len(site.upstream.received)
    for message in attacks(token):
        send_raw(many.url, message)
    reached = [f"{request.method} {request.target}" for request in site.upstream.received[start:]]
    assert len(reached) > 10
    assert [request for request in reached if not MINE.fullmatch(request)] == []
    assert many.call("/v2/models/fraud/infer", token=token).status == 200


@pytest.mark.parametrize("style", ["open-inference", "openai"])
def test_names_that_clients_spell_in_several_ways(site: Site, tmp_path: Path, style: str) -> None:
    """Envoy reads the file of a hundred routes whose models have any name, and matches each name exactly."""
    names = ("qwen3:8b", "meta-llama/Llama-3.1-8B", "@cf/m", "c++", "a b", "Mixtral", "1:30")
    models = {name: ModelProps() for name in (*names, *(f"org/model{number}:8b" for number in range(45)))}
    api = site.api(declare(models=models), paths={"style": style})
    assert len(api.routes) > FEW_ROUTES
    with EnvoyGateway.start(tmp_path, api, site.upstream) as envoy:
        statuses = {
            (name, said): _call(envoy, style, said, site.issuer.token(ModelAction(name, "predict").role))
            for name in names
            for said in (name, "org/model7:8b", f"{name}x")
        }
    assert statuses == {(name, said): 200 if said == name else 403 for name, said in statuses}


@pytest.mark.parametrize(
    ("said", "headers", "status"),
    [
        ("fraud1", [], 200),
        ("fraud1", [(MODEL_HEADER, "churn"), (MODEL_HEADER, "fraud")], 200),
        ("churn", [(MODEL_HEADER, "fraud1")], 403),
        ("churn", [("X_Model_Of_Body", "fraud1")], 403),
        ("fraud1\r\nX-User: admin", [], 403),
        ("", [(MODEL_HEADER, "fraud1")], 403),
        ("-", [], 403),
        pytest.param("fraud1" * 500_000, [], 403, id="three megabytes"),
    ],
)
def test_the_body_alone_says_which_model(
    site: Site, openai_gateways: Mapping[str, Gateway], said: str, headers: HeaderFields, status: int
) -> None:
    """What leads to a model's rules is written by Envoy, whatever a caller sends, and no server gets it."""
    start = len(site.upstream.received)
    answer = openai_gateways["many"].call(
        "/v1/chat/completions", token=site.issuer.token("fraud1:predict"), json={"model": said}, headers=headers
    )
    assert (answer.status, len(site.upstream.received) - start) == (status, int(status == 200))
    assert [request for request in site.upstream.received[start:] if MODEL_HEADER.lower() in request.headers] == []


def _call(envoy: EnvoyGateway, style: str, name: str, token: str) -> int:
    if style == "openai":
        return envoy.call("/v1/chat/completions", token=token, json={"model": name}).status
    return envoy.call(f"/v2/models/{quote(name, safe='')}/infer", token=token).status
