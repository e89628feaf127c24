"""Real gateways before one server, for the realm of `environments/demo`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.access_policy import ModelAction
from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.support.gateways.free_address import free_address
from tests.support.gateways.guards import running_gateways
from tests.support.servers.echo_server import EchoServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.support.gateways.gateways import Gateway
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
    with running_gateways(folder, partial(_api, demo, upstream), upstream, tls=tls) as gateways:
        yield gateways


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
