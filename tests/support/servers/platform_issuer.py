"""An issuer of identity tokens as code hosts have one: keys, discovery, and the endpoint that GitHub's jobs ask."""

from __future__ import annotations

import secrets
import time
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from tests.support.servers.loopback_server import JsonHandler, LoopbackServer
from tests.support.tokens.assertion_key import AssertionKey

__all__ = ["PlatformIssuer"]

_LIFE_S = 300


class PlatformIssuer(LoopbackServer):
    """Vouches for jobs of one repository.

    Attributes:
        bearer: What a job of GitHub asks with, `ACTIONS_ID_TOKEN_REQUEST_TOKEN`.
    """

    def __init__(self) -> None:
        key = AssertionKey.generate("platform")
        issuer = self
        self.bearer = secrets.token_urlsafe()

        class Handler(JsonHandler):
            def do_GET(self) -> None:  # noqa: N802 - the library's name
                url = urlsplit(self.path)
                known = {
                    "/.well-known/openid-configuration": {"issuer": issuer.url, "jwks_uri": f"{issuer.url}/jwks"},
                    "/jwks": key.jwks,
                }
                if url.path in known:
                    self.answer(HTTPStatus.OK, known[url.path])
                elif self.headers.get("Authorization") == f"Bearer {issuer.bearer}":
                    query = parse_qs(url.query)
                    self.answer(HTTPStatus.OK, {"value": issuer.token(query["sub"][0], query["audience"][0])})
                else:
                    self.answer(HTTPStatus.UNAUTHORIZED, {})

        self._key = key
        super().__init__(Handler)

    def token(self, subject: str, audience: str, **changed: object) -> str:
        """Return a token for a job.

        Args:
            subject: Who the job is.
            audience: Whom the token is for.
            changed: Other claims than those of such a token.
        """
        now = int(time.time())
        claims = {"iss": self.url, "sub": subject, "aud": audience, "jti": secrets.token_hex(16)}
        return self._key.sign({**claims, "iat": now, "exp": now + _LIFE_S, **changed})

    def job_url(self, subject: str) -> str:
        """Return where a job of GitHub gets its token, `ACTIONS_ID_TOKEN_REQUEST_URL`."""
        return f"{self.url}/token?sub={subject}"
