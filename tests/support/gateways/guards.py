"""All gateways before one server, for one API."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway, Gateway
from tests.support.gateways.oauth2_proxy import OAuth2ProxyGateway

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from constructs_lib.gateways.protected_api import ProtectedApi
    from tests.support.servers.echo_server import EchoServer
    from tests.support.servers.tls_listener import TlsListener

__all__ = ["GATEWAYS", "running_gateways"]

GATEWAYS = ("envoy", "oauth2-proxy", "fastapi")
"""Their names."""


@contextmanager
def running_gateways(
    folder: Path,
    api: Callable[..., ProtectedApi],
    upstream: EchoServer,
    *,
    tls: TlsListener | None = None,
    fastapi: Mapping[str, object] | None = None,
) -> Iterator[dict[str, Gateway]]:
    """Run every gateway from the files that the project writes, while the context is open.

    Args:
        folder: Where the files are written, in a folder for each.
        api: Makes what a gateway of an address of its own checks; takes more values of the gateway.
        upstream: The server behind them.
        tls: Whose authority signed Envoy's certificate, if Envoy ends TLS.
        fastapi: More values for FastAPI, which is told its address by what is before it.
    """
    ends_tls = {"tls": tls.gateway_files} if tls else {}
    with (
        EnvoyGateway.start(folder / "envoy", api(**ends_tls), upstream, tls=tls) as envoy,
        OAuth2ProxyGateway.start(folder / "oauth2-proxy", api(), upstream) as oauth2_proxy,
    ):
        module = FastApiGateway.load(folder / "fastapi", api(**(fastapi or {})))
        yield {"envoy": envoy, "oauth2-proxy": oauth2_proxy, "fastapi": module}
