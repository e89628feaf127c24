"""A real HTTP server of JSON documents: JWKS and discovery of machines and issuers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from tests.support.servers.loopback_server import JsonHandler, LoopbackServer

__all__ = ["DocumentServer"]


class DocumentServer(LoopbackServer):
    """Serves `documents` on loopback, in a thread, while its context is open.

    Attributes:
        documents: From a path to what stands there; may change at any time.
        url: Its base URL.
    """

    def __init__(self) -> None:
        documents: dict[str, dict[str, Any]] = {}

        class Handler(JsonHandler):
            def do_GET(self) -> None:  # noqa: N802 - the library's name
                known = self.path in documents
                self.answer(HTTPStatus.OK if known else HTTPStatus.NOT_FOUND, documents.get(self.path, {}))

        self.documents = documents
        super().__init__(Handler)
