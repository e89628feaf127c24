"""JWTs that nobody should take."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.jwk import OctKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.tokens.assertion_key import AssertionKey

__all__ = ["confused_jwt", "unsigned_jwt"]


def unsigned_jwt(claims: Mapping[str, Any]) -> str:
    """Return a JWT with the algorithm `none` and no signature (RFC 7515 appendix A.5)."""
    return f"{_encoded({'alg': 'none', 'typ': 'JWT'})}.{_encoded(claims)}."


def confused_jwt(claims: Mapping[str, Any], key: AssertionKey) -> str:
    """Return a JWT that takes a public key for a shared secret (RFC 8725 section 2.1)."""
    return jwt.encode({"alg": "HS256", "kid": key.kid}, dict(claims), OctKey.import_key(key.jwks_text))


def _encoded(part: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(dict(part)).encode()).rstrip(b"=").decode()
