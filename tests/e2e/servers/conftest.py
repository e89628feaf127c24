"""Envoy before real model servers, with tokens of an issuer of its own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.declarations import declare
from tests.support.gateways.envoy import running_envoy
from tests.support.gateways.gateways import plain_client, request, written
from tests.support.gateways.protected import api_behind
from tests.support.servers.document_server import DocumentServer
from tests.support.servers.token_issuer import TokenIssuer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import httpx

    from constructs_lib.gateways.protected_api import ProtectedApi

ELSEWHERE = "https://other.example.com"
"""An audience that is not the API's."""


@dataclass(frozen=True)
class Front:
    """Envoy before a model server.

    Attributes:
        api: What it checks.
        issuer: Signs tokens.
        http: What calls it.
    """

    api: ProtectedApi
    issuer: TokenIssuer
    http: httpx.Client

    @property
    def url(self) -> str:
        """Where callers reach it."""
        return f"http://{self.api.gateway.listen}"

    def call(self, method: str, path: str, body: object | None = None, *, token: str | None) -> httpx.Response:
        """Send a request."""
        return self.http.send(request(self.url, method, path, token=token, json=body))

    def refusals(self, method: str, path: str, body: object | None, role: str) -> dict[str, int]:
        """Return the statuses of a request whose role it is, without a right token."""
        tokens = {
            "no token": None,
            "forged": self.issuer.forged_token(role),
            "another audience": self.issuer.token(role, aud=ELSEWHERE),
            "another model": self.issuer.token("other:predict"),
        }
        return {name: self.call(method, path, body, token=token).status_code for name, token in tokens.items()}


REFUSED: Mapping[str, int] = {"no token": 401, "forged": 401, "another audience": 403, "another model": 403}
"""What `Front.refusals` finds at every server."""


@pytest.fixture(scope="session")
def issuer() -> Iterator[TokenIssuer]:
    """One issuer for all gateways."""
    declaration = declare()
    with DocumentServer() as documents:
        yield TokenIssuer(documents, declaration.realm.name, declaration.sole_api.effective_audience)


@contextmanager
def fronted(
    issuer: TokenIssuer, folder: Path, upstream: str, models: Mapping[str, object], **gateway: object
) -> Iterator[Front]:
    """Run Envoy before a server, from the file that the project writes for these models.

    Args:
        issuer: Signs tokens.
        folder: Where the file is written.
        upstream: The server.
        models: As a declaration has them.
        gateway: More values of the gateway.
    """
    api = api_behind(issuer, upstream, declare(models=models), **gateway)
    config = written(folder, "envoy", api)["envoy.yaml"]
    with running_envoy(config, listen=api.gateway.listen), plain_client() as http:
        yield Front(api, issuer, http)
