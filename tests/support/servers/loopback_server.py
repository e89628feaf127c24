"""A real HTTP server on loopback, in a thread."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from http import HTTPStatus
    from types import TracebackType

__all__ = ["JsonHandler", "LoopbackServer"]

_POLL_S = 0.01


class JsonHandler(BaseHTTPRequestHandler):
    """Answers in JSON and prints nothing."""

    def answer(self, status: HTTPStatus, content: object) -> None:
        """Send an answer."""
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


class LoopbackServer:
    """Serves while its context is open.

    Args:
        handler: What answers.

    Attributes:
        url: Its base URL.
    """

    def __init__(self, handler: type[JsonHandler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Start to serve."""
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": _POLL_S}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
