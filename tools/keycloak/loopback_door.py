"""A door on this machine to a Keycloak elsewhere, for a provider that takes no access token.

Provider 4.5.0 logs in with a secret or a password alone; from 5.5.0 on it takes an access token. Through the door a
secret of this run, which nobody keeps, is traded for the access token that the run has; all else goes to Keycloak as it
is. Whoever lacks the secret gets nothing: the door itself has no rights.

From 26.4 on, Keycloak tells its version to administrators of every realm alone. Provider 4.5.0 does not work without
one, 5.9 then takes the newest that it knows: the door does the same for 4.5.0, whatever it logs in by.
"""

from __future__ import annotations

import hmac
import json
import secrets
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import httpx

from constructs_lib.declaration.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["loopback_door", "version_door"]

_TIMEOUT_S = 120.0
_POLL_S = 0.05
_LIFE_S = 3600
_CLIENT = "loopback-door"
_SERVER_INFO = "/admin/serverinfo"
_VERSION = "26.4.0"
# What is between two ends of one connection alone (RFC 9110 section 7.6.1), and what is written anew.
_OWN = frozenset(
    {"connection", "host", "keep-alive", "transfer-encoding", "upgrade", "content-length", "te", "trailer"}
)
_DECODED = frozenset({"content-encoding"})


@contextmanager
def loopback_door(url: str, realm: str, access_token: str) -> Iterator[Mapping[str, str]]:
    """Open the door until the block ends.

    Args:
        url: Keycloak's base URL, with its base path.
        realm: The realm that the token is of.
        access_token: What the secret is traded for.

    Yields:
        The provider's variables.
    """
    secret = secrets.token_urlsafe(32)

    def trade(form: Mapping[str, list[str]]) -> str | None:
        given = (form.get("client_secret") or [""])[0]
        return access_token if hmac.compare_digest(given.encode(), secret.encode()) else None

    with _opened(url, f"/realms/{realm}/protocol/openid-connect/token", trade) as door:
        yield {
            "KEYCLOAK_URL": door,
            "KEYCLOAK_BASE_PATH": "",
            "KEYCLOAK_REALM": realm,
            "KEYCLOAK_CLIENT_ID": _CLIENT,
            "KEYCLOAK_CLIENT_SECRET": secret,
        }


@contextmanager
def version_door(url: str) -> Iterator[Mapping[str, str]]:
    """Open a door through which everything goes as it is, but for the version that Keycloak does not tell.

    Args:
        url: Keycloak's base URL, with its base path.

    Yields:
        The provider's variables that change.
    """
    with _opened(url) as door:
        yield {"KEYCLOAK_URL": door, "KEYCLOAK_BASE_PATH": ""}


@contextmanager
def _opened(
    url: str, token_path: str = "", trade: Callable[[Mapping[str, list[str]]], str | None] = lambda _: None
) -> Iterator[str]:
    with httpx.Client(base_url=url, timeout=_TIMEOUT_S, trust_env=not is_loopback(url)) as keycloak:

        class Handler(_Handler):
            def trade(self, form: Mapping[str, list[str]]) -> str | None:
                return trade(form)

        Handler.keycloak, Handler.token_path = keycloak, token_path
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        Thread(target=server.serve_forever, kwargs={"poll_interval": _POLL_S}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Hands requests on, but for the one that asks for a token."""

    protocol_version = "HTTP/1.1"
    keycloak: httpx.Client
    token_path: str

    def trade(self, form: Mapping[str, list[str]]) -> str | None:
        """Return the access token for the secret in a form."""
        raise NotImplementedError

    def _answer(self) -> None:
        body = self._body()
        if self.path == self.token_path:
            token = self.trade(parse_qs(body.decode("ascii", "replace")))
            answer = {"access_token": token, "token_type": "Bearer", "expires_in": _LIFE_S} if token else {}
            self._send(HTTPStatus.OK if token else HTTPStatus.UNAUTHORIZED, {}, json.dumps(answer).encode())
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OWN}
        try:
            response = self.keycloak.request(self.command, self.path, content=body, headers=headers)
        except httpx.TransportError as error:
            self._send(HTTPStatus.BAD_GATEWAY, {}, type(error).__name__.encode())
            return
        kept = {name: value for name, value in response.headers.items() if name.lower() not in _OWN | _DECODED}
        known = response.is_error or self.path != _SERVER_INFO
        self._send(response.status_code, kept, response.content if known else _with_version(response))

    def _body(self) -> bytes:
        """Return the request's body; Go sends it in chunks where it does not know the length (RFC 9112 section 7.1)."""
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():  # trailers
            pass
        return b"".join(parts)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer  # noqa: N815 - the library's names

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def _with_version(response: httpx.Response) -> bytes:
    info = response.json()
    system = info.get("systemInfo") or {}
    return json.dumps({**info, "systemInfo": {**system, "version": system.get("version") or _VERSION}}).encode()
