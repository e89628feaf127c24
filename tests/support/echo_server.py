"""A real HTTP server that stands for the model server where a test is about what reaches it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["EchoServer", "Received"]


@dataclass(frozen=True)
class Received:
    """A request that came through.

    Attributes:
        method: HTTP method.
        target: Path and query.
        headers: Header fields, names in lower case.
        body: The body.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class EchoServer:
    """Answers every request with 200 and keeps it, while its context is open.

    Args:
        answer: What it answers; left out, the path of the request.

    Attributes:
        received: What came, in order.
        url: Its base URL.
    """

    def __init__(self, answer: object = None) -> None:
        received: list[Received] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                received.append(Received(self.command, self.path, headers, body))
                text = json.dumps({"path": self.path} if answer is None else answer).encode()
                self.send_response(HTTPStatus.OK)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer  # noqa: N815 - the library's names

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        self.received = received
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Start to serve."""
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
