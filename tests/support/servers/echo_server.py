"""A real HTTP server that stands for the model server where a test is about what reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from tests.support.servers.loopback_server import JsonHandler, LoopbackServer

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


class EchoServer(LoopbackServer):
    """Answers every request with 200 and keeps it, while its context is open.

    Args:
        answer: What it answers; left out, the path of the request.

    Attributes:
        received: What came, in order.
        url: Its base URL.
    """

    def __init__(self, answer: object = None) -> None:
        received: list[Received] = []

        class Handler(JsonHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                received.append(Received(self.command, self.path, headers, body))
                self.answer(HTTPStatus.OK, {"path": self.path} if answer is None else answer)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer  # noqa: N815 - the library's names

        self.received = received
        super().__init__(Handler)
