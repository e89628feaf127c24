"""A session of the Streamable HTTP transport, request by request: for what no client sends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from tests.support.mcp.tries import Try

__all__ = ["McpSession"]

_VERSION = "2025-11-25"


@dataclass
class McpSession:
    """Somebody with a token, or without.

    Attributes:
        url: The server.
        token: The token.
        session: Id of the session.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    session: str | None = None

    def open(self) -> McpSession:
        """Begin it."""
        info = {"name": "test", "version": "1"}
        answer = self.ask("initialize", protocolVersion=_VERSION, capabilities={}, clientInfo=info)
        assert answer.status_code == httpx.codes.OK, answer.text
        self.session = answer.headers["mcp-session-id"]
        assert self.notify("notifications/initialized").status_code == httpx.codes.ACCEPTED
        return self

    def ask(self, method: str, **params: object) -> httpx.Response:
        """Send a request."""
        return self.post(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode())

    def notify(self, method: str, **params: object) -> httpx.Response:
        """Send a notification."""
        return self.post(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())

    def post(self, body: bytes) -> httpx.Response:
        """Send a message as it stands."""
        headers = {**dict(self._headers()), "Content-Type": "application/json"}
        return httpx.post(self.url, content=body, headers=headers, trust_env=False, timeout=PATIENCE_S)

    def end(self) -> int:
        """End it; return the status."""
        return httpx.delete(self.url, headers=dict(self._headers()), trust_env=False, timeout=PATIENCE_S).status_code

    def send(self, attempt: Try) -> int:
        """Send what nobody should; return the status, or 0 where the connection ends without one."""
        own = {name.lower() for name, _ in attempt.headers}
        headers = [field for field in self._headers() if field[0].lower() not in own]
        if attempt.kind is not None:
            headers.append(("Content-Type", attempt.kind))
        target = httpx.URL(self.url).copy_with(raw_path=attempt.path.encode())
        with httpx.Client(trust_env=False, timeout=PATIENCE_S) as http:
            message = http.build_request(
                attempt.method, target, content=attempt.body, headers=[*headers, *attempt.headers]
            )
            try:
                answer = http.send(message, stream=True)
                if attempt.method == "POST":  # a stream that ends with the answer
                    answer.read()
                answer.close()
            except httpx.TransportError:
                return 0
        return answer.status_code

    def _headers(self) -> list[tuple[str, str]]:
        bearer = [("Authorization", f"Bearer {self.token}")] if self.token is not None else []
        session = [("Mcp-Session-Id", self.session)] if self.session else []
        accept = ("Accept", "application/json, text/event-stream")
        return [*bearer, *session, accept, ("Mcp-Protocol-Version", _VERSION)]
