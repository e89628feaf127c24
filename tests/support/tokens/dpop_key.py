"""The key of a client that binds its tokens by DPoP (RFC 9449)."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from joserfc import jwt
from joserfc.jwk import ECKey

__all__ = ["DpopKey"]


@dataclass(frozen=True)
class DpopKey:
    """A P-256 key that was made for this run."""

    _key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"), repr=False)

    @property
    def thumbprint(self) -> str:
        """What stands in `cnf.jkt` of tokens that are bound to the key (RFC 7638)."""
        return self._key.thumbprint()

    def proof(self, url: str, **changed: object) -> dict[str, str]:
        """Return the header that proves the key at a POST to a URL, with changes to its claims."""
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self._key.as_dict(private=False)}
        claims = {"htm": "POST", "htu": url, "jti": secrets.token_hex(16), "iat": int(time.time()), **changed}
        return {"DPoP": jwt.encode(header, claims, self._key)}
