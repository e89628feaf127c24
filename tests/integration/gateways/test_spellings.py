"""However a request is spelled, nothing comes through that the token's role does not open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.gateways.attacks import attacks
from tests.support.gateways.gateways import FastApiGateway
from tests.support.gateways.raw_requests import send_raw, serving_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

INFER = "/v2/models/fraud/infer"
# What a token for fraud:predict opens, from end to end and with nothing to decode. (Written down by hand.)
MINE = re.compile(r"POST /v2/models/fraud(/versions/[A-Za-z0-9][A-Za-z0-9._-]*)?/infer(\?[!-~]*)?")


@pytest.fixture(scope="module")
def fastapi(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """The module in a real server: its URL, and what came through."""
    gateway = FastApiGateway.load(tmp_path_factory.mktemp("spellings"), site.api())
    with serving_app(gateway.app) as url:
        yield url, gateway.received


@pytest.mark.parametrize("name", ["envoy", "oauth2-proxy"])
def test_no_spelling_leads_past_a_gateway(site: Site, gateways: Mapping[str, Gateway], name: str) -> None:
    """Of hundreds of requests none reaches what the role does not open, and the gateway serves on."""
    gateway, start = gateways[name], len(site.upstream.received)
    _attack(gateway.url, site)
    reached = [f"{request.method} {request.target}" for request in site.upstream.received[start:]]
    assert len(reached) > 10  # what is spelled in a harmless way
    assert [request for request in reached if not MINE.fullmatch(request)] == []
    assert gateway.call(INFER, token=site.issuer.token("fraud:predict")).status == 200


def test_no_spelling_leads_past_fastapi(site: Site, fastapi: tuple[str, Sequence[str]]) -> None:
    """Of hundreds of requests to a real uvicorn none reaches what the role does not open, and the app serves on."""
    url, received = fastapi
    _attack(url, site)
    assert len(received) > 10
    assert [path for path in received if not MINE.fullmatch(f"POST {path}")] == []
    token = site.issuer.token("fraud:predict")
    alive = f"POST {INFER} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    assert send_raw(url, alive.encode()) == [200]


def _attack(url: str, site: Site) -> None:
    sent = [send_raw(url, message) for message in attacks(site.issuer.token("fraud:predict"))]
    assert len(sent) > 900
