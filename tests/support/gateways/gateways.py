"""Gateways before a server that keeps what reaches it, each started from the file that the project wrote."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import httpx
from fastapi import Depends, FastAPI, Request

from constructs_lib.gateways.catalog import PRESETS
from tests.support.gateways.envoy import running_envoy
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from constructs_lib.gateways.protected_api import ProtectedApi
    from tests.support.servers.echo_server import EchoServer
    from tests.support.servers.tls_listener import TlsListener

__all__ = [
    "Answer",
    "EnvoyGateway",
    "FastApiGateway",
    "Gateway",
    "HeaderFields",
    "load_module",
    "plain_client",
    "request",
    "send",
    "written",
]


HeaderFields = Sequence[tuple[str, str]]
"""More header fields of a request, names and values."""


@dataclass(frozen=True)
class Answer:
    """What a caller gets.

    Attributes:
        status: HTTP status.
        challenge: `WWW-Authenticate`, or nothing.
        reached: Path and query of what came through to the model server, if anything did.
        body: The body.
    """

    status: int
    challenge: str
    reached: str | None
    body: bytes = field(repr=False)


class Gateway(Protocol):
    """Anything that checks tokens before a model server."""

    url: str

    def call(
        self,
        target: str,
        *,
        token: str | None = None,
        method: str = "POST",
        json: object | None = None,
        headers: HeaderFields = (),
    ) -> Answer:
        """Send a request; `target` is path and query, sent as it stands; `token` goes as bearer token.

        `json` is the body's value, or its `bytes` as they stand.
        """


def written(folder: Path, preset: str, api: ProtectedApi) -> dict[str, Path]:
    """Write a preset's files; return their paths by name."""
    files = {folder / name: text for name, text in PRESETS[preset].render(api).items()}
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return {file.relative_to(folder).as_posix(): file for file in files}


@dataclass
class EnvoyGateway:
    """A real Envoy.

    Attributes:
        url: Where it listens.
        upstream: The server behind it.
        http: What calls it.
    """

    url: str
    upstream: EchoServer
    http: httpx.Client

    @classmethod
    @contextmanager
    def start(
        cls, folder: Path, api: ProtectedApi, upstream: EchoServer, *, tls: TlsListener | None = None
    ) -> Iterator[EnvoyGateway]:
        """Run it from its file while the context is open.

        Args:
            folder: Where the file is written.
            api: What it checks.
            upstream: The server behind it.
            tls: Whose authority signed its certificate, if it ends TLS.
        """
        config = written(folder, "envoy", api)["envoy.yaml"]
        with running_envoy(config, listen=api.gateway.listen), tls.client() if tls else plain_client() as http:
            yield cls(f"{'https' if tls else 'http'}://{api.gateway.listen}", upstream, http)

    def with_certificate(self, http: httpx.Client) -> EnvoyGateway:
        """Return it for a caller who has a TLS certificate."""
        return EnvoyGateway(self.url, self.upstream, http)

    def call(
        self,
        target: str,
        *,
        token: str | None = None,
        method: str = "POST",
        json: object | None = None,
        headers: HeaderFields = (),
    ) -> Answer:
        """Send a request."""
        message = request(self.url, method, target, token=token, json=json, headers=headers)
        return send(message, self.upstream, self.http)


@dataclass
class FastApiGateway:
    """A FastAPI app in this process, whose every route needs what the written module says.

    Attributes:
        module: The module.
        received: Paths that came through.
        root_path: Prefix that a proxy before it serves it at.
        url: Its base URL.
        app: The app, for a server of its own.
    """

    module: ModuleType
    received: list[str] = field(default_factory=list)
    root_path: str = ""
    url: str = "http://models.test"
    app: FastAPI = field(init=False)

    @classmethod
    def load(cls, folder: Path, api: ProtectedApi) -> FastApiGateway:
        """Import the written module, under a name of its own."""
        return cls(load_module(written(folder, "fastapi", api)["model_access.py"]))

    def __post_init__(self) -> None:
        """Build the app."""
        self.app = FastAPI(dependencies=[Depends(self.module.authorize)], openapi_url=None)
        self.app.include_router(self.module.metadata)

        async def answer(request: Request) -> dict[str, Any]:
            self.received.append(request.url.path)
            await request.body()
            return {"path": request.url.path}

        self.app.add_api_route("/{path:path}", answer, methods=["GET", "POST", "PUT", "DELETE", "PATCH"])

    def call(
        self,
        target: str,
        *,
        token: str | None = None,
        method: str = "POST",
        json: object | None = None,
        headers: HeaderFields = (),
    ) -> Answer:
        """Send a request, as a server would hand it to the app."""
        before = len(self.received)

        message = request(self.url, method, target, token=token, json=json, headers=headers)

        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, root_path=self.root_path)
            async with httpx.AsyncClient(transport=transport, timeout=PATIENCE_S) as client:
                return await client.send(message)

        response = asyncio.run(answer())
        return _answer(response, self.received[-1] if len(self.received) > before else None)


def request(
    base: str,
    method: str,
    target: str,
    *,
    token: str | None = None,
    json: object | None = None,
    headers: HeaderFields = (),
) -> httpx.Request:
    """Make a request whose path and query stand as they are given, with the token as bearer token and more headers.

    A body that is given as `bytes` stands as it is too, without a type of its own.
    """
    bearer = [("Authorization", f"Bearer {token}".strip())] if token is not None else []
    url = httpx.URL(base).copy_with(raw_path=target.encode())
    body = {"content": json} if isinstance(json, bytes) else {"json": json}
    return httpx.Request(method, url, headers=[*bearer, *headers], **body)


def plain_client() -> httpx.Client:
    """Return a client for a gateway without TLS; each request has a connection of its own."""
    return httpx.Client(trust_env=False, timeout=PATIENCE_S, limits=httpx.Limits(max_keepalive_connections=0))


def send(message: httpx.Request, upstream: EchoServer, http: httpx.Client) -> Answer:
    """Send a request to a gateway; say what came through to the server behind it."""
    before = len(upstream.received)
    response = http.send(message)
    reached = upstream.received[before:]
    return _answer(response, reached[-1].target if reached else None)


def load_module(file: Path) -> ModuleType:
    """Import a written module; two of them may be loaded at a time."""
    name = f"written_{abs(hash(file))}"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _answer(response: httpx.Response, reached: str | None) -> Answer:
    return Answer(response.status_code, response.headers.get("www-authenticate", ""), reached, response.content)
