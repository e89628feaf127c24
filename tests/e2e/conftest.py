"""Real gateways before one server, for the realm of `environments/demo`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.access_policy import ModelAction
from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.support.gateways.free_address import free_address
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway, Gateway
from tests.support.gateways.oauth2_proxy import OAuth2ProxyGateway
from tests.support.servers.echo_server import EchoServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.support.realms.live_environment import LiveEnvironment
    from tests.support.servers.tls_listener import TlsListener

CONSUMER = "payment-gateway"
GRANTED = ModelAction("fraud-detector", "predict")
CLOCK_SKEW_S = 1
KEY_CACHE_S = 2
GATEWAYS = ("envoy", "oauth2-proxy", "fastapi")


@pytest.fixture(scope="session")
def upstream() -> Iterator[EchoServer]:
    """Stands for the model server: it keeps what reaches it."""
    with EchoServer() as server:
        yield server


@pytest.fixture(scope="session")
def guards(
    demo: LiveEnvironment, upstream: EchoServer, tls: TlsListener, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Gateway]]:
    """Every gateway by name, from the files that the project writes for the realm; Envoy ends TLS."""
    folder = tmp_path_factory.mktemp("guards")
    with (
        EnvoyGateway.start(folder / "envoy", _api(demo, upstream, tls=tls.gateway_files), upstream, tls=tls) as envoy,
        OAuth2ProxyGateway.start(folder / "oauth2-proxy", _api(demo, upstream), upstream) as oauth2_proxy,
    ):
        fastapi = FastApiGateway.load(folder / "fastapi", _api(demo, upstream))
        yield {"envoy": envoy, "oauth2-proxy": oauth2_proxy, "fastapi": fastapi}


def _api(demo: LiveEnvironment, upstream: EchoServer, **more: object) -> ProtectedApi:
    values = {
        "listen": free_address(),
        "auth_listen": free_address(),
        "upstream": upstream.url,
        "clock_skew": f"{CLOCK_SKEW_S}s",
        "key_cache": f"{KEY_CACHE_S}s",
        **more,
    }
    gateway = GatewayProps.model_validate(values)
    return ProtectedApi.of("demo", demo.environment, gateway, demo.endpoints)
