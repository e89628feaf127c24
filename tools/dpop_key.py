"""A key for one run, to ask for tokens that are bound to it (RFC 9449)."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from joserfc import jwt
from joserfc.jwk import ECKey

__all__ = ["DpopKey"]


@dataclass(frozen=True)
class DpopKey:
    """A P-256 key that lives as long as this object, and is kept nowhere."""

    _key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"), repr=False)

    @property
    def thumbprint(self) -> str:
        """What a bound token holds as `cnf.jkt` (RFC 9449 section 6.1, RFC 7638)."""
        return self._key.thumbprint()

    def proof(self, url: str) -> str:
        """Return the header `DPoP` of one POST to a URL (RFC 9449 section 4.2).

        Args:
            url: Such as the token endpoint, without query and fragment.
        """
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self._key.as_dict(private=False)}
        claims = {"htm": "POST", "htu": url, "iat": int(time.time()), "jti": secrets.token_urlsafe(16)}
        return jwt.encode(header, claims, self._key)
