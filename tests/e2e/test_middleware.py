"""LitServe and BentoML, as they are installed, let callers in by the middleware that the project writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import ModelProps
from tests.support.declarations.declarations import declare
from tests.support.gateways.gateways import plain_client, request, written
from tests.support.gateways.protected import api_behind
from tests.support.servers.document_server import DocumentServer
from tests.support.servers.guarded_servers import SERVERS, running_guarded
from tests.support.servers.token_issuer import TokenIssuer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.e2e, pytest.mark.long]

DECLARATION = declare(models={"doubled": ModelProps(actions=("predict",))})
GOOD, WRONG = "doubled:predict", "tripled:predict"


@pytest.mark.parametrize("preset", SERVERS)
def test_server_takes_the_middleware(tmp_path: Path, preset: str) -> None:
    """A call with the role gets the model's answer; without it, without a token or at another path none gets one."""
    with DocumentServer() as documents:
        issuer = TokenIssuer(documents, DECLARATION.realm.name, DECLARATION.sole_api.effective_audience)
        api = api_behind(issuer, "http://127.0.0.1:9", DECLARATION, paths={"style": preset}, open=["health"])
        written(tmp_path, preset, api)
        url, number = f"http://{api.gateway.listen}", {"number": 21}
        with running_guarded(preset, tmp_path, api.gateway.listen), plain_client() as http:
            good = issuer.token(GOOD)
            right = http.send(request(url, "POST", "/predict", token=good, json=number))
            assert (right.status_code, right.json()) == (200, {"number": 42})
            health = "/health" if preset == "litserve" else "/healthz"
            refused = {
                "no token": request(url, "POST", "/predict", json=number),
                "another role": request(url, "POST", "/predict", token=issuer.token(WRONG), json=number),
                "another method": request(url, "GET", "/predict", token=good),
                "a page": request(url, "GET", "/docs", token=good),
                "an encoded path": request(url, "POST", "/%70redict", token=good, json=number),
                "health": request(url, "GET", health),
            }
            statuses = {name: http.send(message).status_code for name, message in refused.items()}
    assert statuses == {
        "no token": 401,
        "another role": 403,
        "another method": 403,
        "a page": 403,
        "an encoded path": 403,
        "health": 200,
    }
