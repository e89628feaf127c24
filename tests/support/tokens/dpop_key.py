"""The key of a client that binds its tokens by DPoP (RFC 9449)."""

from __future__ import annotations

import hashlib
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from joserfc import jwt
from joserfc.jwk import ECKey

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DpopKey"]


@dataclass(frozen=True)
class DpopKey:
    """A P-256 key that was made for this run."""

    _key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"), repr=False)

    @property
    def thumbprint(self) -> str:
        """What stands in `cnf.jkt` of tokens that are bound to the key (RFC 7638)."""
        return self._key.thumbprint()

    @property
    def private_jwk(self) -> dict[str, object]:
        """The key itself, which stands in no proof."""
        return dict(self._key.as_dict(private=True))

    def proof(self, url: str, **changed: object) -> dict[str, str]:
        """Return the header that proves the key at a POST to a URL, with changes to its claims; None leaves one out."""
        return self.call_proof(url, None, header=None, **changed)

    def call_proof(
        self, url: str, token: str | None, *, header: Mapping[str, object] | None = None, **changed: object
    ) -> dict[str, str]:
        """Return the header that goes with an access token (RFC 9449 section 4.2).

        Args:
            url: What is called by POST.
            token: The access token, or none at the token endpoint.
            header: Changes to the proof's header.
            changed: Changes to its claims; one that is None is left out.
        """
        head = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self._key.as_dict(private=False), **(header or {})}
        claims: dict[str, object] = {"htm": "POST", "htu": url, "jti": secrets.token_hex(16), "iat": int(time.time())}
        if token is not None:
            claims["ath"] = urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
        claims = {name: value for name, value in {**claims, **changed}.items() if value is not None}
        signed = {name: value for name, value in head.items() if value is not None}
        return {"DPoP": jwt.encode(signed, claims, self._key)}
