"""An issuer, a model server and the gateways between them, all real and all of this run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import ConsumerProps, MtlsAuth, PathProps
from tests.support.declarations.declarations import MANY_MODELS, MODELS, declare
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway, Gateway
from tests.support.gateways.guards import running_gateways
from tests.support.gateways.protected import api_behind
from tests.support.servers.document_server import DocumentServer
from tests.support.servers.echo_server import EchoServer
from tests.support.servers.tls_listener import TlsListener
from tests.support.servers.token_issuer import TokenIssuer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.gateways.protected_api import ProtectedApi

DECLARATION = declare(models=MODELS)
BOUND = declare(
    models=MODELS,
    consumers={
        "device": ConsumerProps(dpop=True),
        "edge": ConsumerProps(auth=MtlsAuth(method="mtls", subject_dn="CN=edge,O=Example")),
    },
)
AUDIENCE = DECLARATION.sole_api.effective_audience


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
        return api_behind(self.issuer, self.upstream.url, declaration, **gateway)


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """One issuer and one model server for all gateways."""
    with DocumentServer() as documents, EchoServer() as upstream:
        yield Site(TokenIssuer(documents, DECLARATION.realm.name, AUDIENCE), upstream)


@pytest.fixture(scope="package")
def gateways(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Gateway]]:
    """The gateways by name, for paths of the Open Inference Protocol; health is open, metrics are not."""
    folder = tmp_path_factory.mktemp("gateways")
    with running_gateways(folder, partial(site.api, open=["health"]), site.upstream) as gateways:
        yield gateways


@pytest.fixture(scope="package")
def openai_gateways(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Gateway]]:
    """The gateways that read bodies, for the OpenAI API and a route of one's own; `many` is Envoy with more models."""
    folder = tmp_path_factory.mktemp("openai")
    paths = PathProps(style="openai", actions={"explain": ("POST /explain/{model}",)})
    more = declare(models=MANY_MODELS)
    with (
        EnvoyGateway.start(folder / "envoy", site.api(paths=paths), site.upstream) as envoy,
        EnvoyGateway.start(folder / "many", site.api(more, paths=paths), site.upstream) as many,
    ):
        fastapi = FastApiGateway.load(folder / "fastapi", site.api(paths=paths))
        yield {"envoy": envoy, "many": many, "fastapi": fastapi}


@pytest.fixture(scope="package")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TlsListener:
    """Signs certificates of Envoy and of callers."""
    return TlsListener.ensure(tmp_path_factory.mktemp("tls") / "authority")


@pytest.fixture(scope="package")
def checkers(
    site: Site, authority: TlsListener, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Gateway]]:
    """Gateways that check proofs, since some consumer's tokens are bound: Envoy ends TLS."""
    folder = tmp_path_factory.mktemp("bound")
    with EnvoyGateway.start(
        folder / "envoy", site.api(BOUND, tls=authority.gateway_files, open=["health"]), site.upstream, tls=authority
    ) as envoy:
        fastapi = FastApiGateway.load(folder / "fastapi", site.api(BOUND, public_url="http://models.test"))
        yield {"envoy": envoy, "fastapi": fastapi}
