"""An issuer, a model server and the gateways between them, all real and all of this run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.props import GatewayProps, PathProps
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.support.declarations.declarations import MODELS, declare
from tests.support.gateways.free_address import free_address
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway, Gateway
from tests.support.gateways.oauth2_proxy import OAuth2ProxyGateway
from tests.support.servers.document_server import DocumentServer
from tests.support.servers.echo_server import EchoServer
from tests.support.servers.token_issuer import TokenIssuer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

DECLARATION = declare(models=MODELS)
AUDIENCE = DECLARATION.api.effective_audience


@dataclass(frozen=True)
class Site:
    """Everything around a gateway.

    Attributes:
        issuer: Signs tokens.
        upstream: Stands for the model server.
    """

    issuer: TokenIssuer
    upstream: EchoServer

    def api(self, declaration: Declaration = DECLARATION, **gateway: object) -> ProtectedApi:
        """Return what a gateway of its own address shall check, by default for consumers without bound tokens."""
        values = {
            "listen": free_address(),
            "auth_listen": free_address(),
            "upstream": self.upstream.url,
            "clock_skew": "5s",
            **gateway,
        }
        props = GatewayProps.model_validate(values)
        return ProtectedApi.of("tests", declaration, props, self.issuer.endpoints)


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """One issuer and one model server for all gateways."""
    with DocumentServer() as documents, EchoServer() as upstream:
        yield Site(TokenIssuer(documents, DECLARATION.realm.name, AUDIENCE), upstream)


@pytest.fixture(scope="package")
def gateways(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Gateway]]:
    """The gateways by name, for paths of the Open Inference Protocol; health is open, metrics are not."""
    folder = tmp_path_factory.mktemp("gateways")
    health: dict[str, Any] = {"open": ["health"]}
    with (
        EnvoyGateway.start(folder / "envoy", site.api(**health), site.upstream) as envoy,
        OAuth2ProxyGateway.start(folder / "oauth2-proxy", site.api(**health), site.upstream) as oauth2_proxy,
    ):
        yield {
            "envoy": envoy,
            "oauth2-proxy": oauth2_proxy,
            "fastapi": FastApiGateway.load(folder / "fastapi", site.api(**health)),
        }


@pytest.fixture(scope="package")
def openai_gateways(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Gateway]]:
    """The gateways that read bodies, for the OpenAI API and one route of one's own."""
    folder = tmp_path_factory.mktemp("openai")
    paths = PathProps(style="openai", actions={"explain": ("POST /explain/{model}",)})
    with EnvoyGateway.start(folder / "envoy", site.api(paths=paths), site.upstream) as envoy:
        yield {"envoy": envoy, "fastapi": FastApiGateway.load(folder / "fastapi", site.api(paths=paths))}
