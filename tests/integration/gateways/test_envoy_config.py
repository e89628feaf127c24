"""Envoy itself accepts every configuration, and goes on when the realm's keys or Keycloak change."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.protected_api import ProtectedApi
from stacks.environment_files import EnvironmentFiles
from stacks.gateway_files import protected_api
from tests.support.declarations.declarations import declare
from tests.support.gateways.envoy import envoy_faults
from tests.support.gateways.free_address import free_address
from tests.support.gateways.gateways import EnvoyGateway, written
from tests.support.servers.document_server import DocumentServer
from tests.support.servers.echo_server import EchoServer
from tests.support.servers.patience import PATIENCE_S
from tests.support.servers.token_issuer import TokenIssuer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

INFER = "/v2/models/fraud/infer"


def test_a_wrong_configuration_is_found_out(tmp_path: Path) -> None:
    """The test below can fail."""
    api = protected_api("demo", EnvironmentFiles().load("demo"))
    config = written(tmp_path, "envoy", api)["envoy.yaml"]
    config.write_text(config.read_text(encoding="utf-8").replace("remote_jwks", "remote_keys"), encoding="utf-8")
    assert "remote_keys" in envoy_faults(config)


@pytest.mark.parametrize(
    ("keycloak", "gateway"),
    [
        ("https://sso.example.com", {"upstream": "https://models.internal", "listen": "0.0.0.0:8443"}),
        ("https://[::1]:8443", {"upstream": "http://[::1]:8000", "listen": "[::1]:8090", "open": ["metrics"]}),
        (
            "http://127.0.0.1:8080",
            {"paths": {"style": "openai", "actions": {"explain": ["POST /v1/models/{model}:explain"]}}},
        ),
    ],
    ids=["https", "ipv6", "openai"],
)
def test_envoy_accepts_the_configuration(tmp_path: Path, keycloak: str, gateway: dict[str, object]) -> None:
    """Envoy loads what is written for servers with and without TLS, of both address families, and for bodies."""
    props = GatewayProps.model_validate(gateway)
    api = ProtectedApi.of("tests", declare(), props, RealmEndpoints(keycloak, "ml-prod"))
    assert envoy_faults(written(tmp_path, "envoy", api)["envoy.yaml"]) == ""


@pytest.mark.parametrize("more", [0, 20])
def test_envoy_accepts_long_names(tmp_path: Path, more: int) -> None:
    """Names may be as long as they may be, of a few models and of many, each with many paths that vary."""
    names = ["org/" + "m" * 124, *(f"org/{number}" for number in range(more))]
    declaration = declare(models={name: {"actions": ["predict", "manage"]} for name in names})
    props = GatewayProps.model_validate({"paths": {"style": "triton"}})
    api = ProtectedApi.of("tests", declaration, props, RealmEndpoints("http://127.0.0.1:8080", "ml-prod"))
    assert envoy_faults(written(tmp_path, "envoy", api)["envoy.yaml"]) == ""


def test_new_keys_and_an_outage_of_keycloak(tmp_path: Path) -> None:
    """A new key is known after `key_cache`, without a restart; without Keycloak the last keys serve on."""
    with DocumentServer() as documents, EchoServer() as upstream:
        declaration = declare()
        issuer = TokenIssuer(documents, declaration.realm.name, declaration.sole_api.effective_audience)
        props = GatewayProps(listen=free_address(), upstream=upstream.url, key_cache="1s")
        api = ProtectedApi.of("tests", declaration, props, issuer.endpoints)
        with EnvoyGateway.start(tmp_path, api, upstream) as envoy:
            old = issuer.token("fraud:predict")
            assert envoy.call(INFER, token=old).status == 200
            issuer.rotate("second")
            new, deadline = issuer.token("fraud:predict"), time.monotonic() + PATIENCE_S
            while envoy.call(INFER, token=new).status != 200 and time.monotonic() < deadline:
                time.sleep(0.1)
            documents.documents.clear()
            time.sleep(2)  # two lives of the cache
            assert [envoy.call(INFER, token=token).status for token in (old, new)] == [200, 200]
