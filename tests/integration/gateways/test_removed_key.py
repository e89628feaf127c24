"""What a token is worth whose key the realm no longer publishes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from joserfc.jwk import ECKey

from tests.support.declarations.declarations import MODELS, declare
from tests.support.gateways.gateways import EnvoyGateway
from tests.support.gateways.protected import api_behind
from tests.support.servers.document_server import DocumentServer
from tests.support.servers.echo_server import EchoServer
from tests.support.servers.patience import PATIENCE_S
from tests.support.servers.token_issuer import TokenIssuer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

DECLARATION = declare(models=MODELS)


def test_envoy_takes_a_token_that_it_has_seen(tmp_path: Path) -> None:
    """A token that Envoy checked before outlives its key; any other one of that key is refused after `key_cache`."""
    with DocumentServer() as documents, EchoServer() as upstream:
        issuer = TokenIssuer(documents, DECLARATION.realm.name, DECLARATION.sole_api.effective_audience)
        api = api_behind(issuer, upstream.url, DECLARATION, key_cache="1s")
        with EnvoyGateway.start(tmp_path, api, upstream) as envoy:

            def status(token: str) -> int:
                return envoy.call("/v2/models/fraud/infer", token=token).status

            seen = issuer.token("fraud:predict", jti="seen")
            assert status(seen) == 200
            others = [issuer.token("fraud:predict", jti=str(number)) for number in range(100)]
            issuer.key = ECKey.generate_key("P-256", {"kid": "second", "use": "sig", "alg": "ES256"})
            issuer.publish(issuer.key)
            deadline = time.monotonic() + PATIENCE_S
            # Each is sent once: one that was let through counts as seen, too.
            while (answer := status(others.pop())) == 200:
                assert time.monotonic() < deadline, "the keys were not fetched anew"
                time.sleep(0.5)
            assert answer == 401
            assert (status(seen), status(issuer.token("fraud:predict"))) == (200, 200)
