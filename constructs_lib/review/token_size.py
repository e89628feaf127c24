"""How long a token is before it exists: the lengths of its parts are known, though not all of their letters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.review.at_issue import AtIssue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.review.at_issue import Claim

__all__ = ["token_size"]

# Bytes of a signature (RFC 7518 section 3.1): two integers of the curve's size; an RSA key of Keycloak's own has 2,048
# bits.
_SIGNATURE = {"ES256": 64, "ES384": 96, "ES512": 132, "PS256": 256, "RS256": 256}

# Keycloak writes `"typ" : "at+jwt","kid" : "…"` in the header, where it writes claims without spaces.
_HEADER_SPACES = 4


def token_size(header: Mapping[str, Claim], claims: Mapping[str, Claim], algorithm: str) -> tuple[int, bool]:
    """Return the size of a token in bytes, as it stands in an Authorization header, and whether that is exact.

    Args:
        header: The JOSE header.
        claims: The claims.
        algorithm: What signs it.
    """
    parts = (_object_size(header) + _HEADER_SPACES, _object_size(claims), _SIGNATURE[algorithm])
    exact = all(_is_exact(value) for value in (*header.values(), *claims.values()))
    return sum(map(_base64_size, parts)) + len(parts) - 1, exact


def _json_size(value: Claim) -> int:
    if isinstance(value, AtIssue):
        return value.characters
    if isinstance(value, dict):
        return _object_size(value)
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _object_size(value: Mapping[str, Claim]) -> int:
    inner = [_json_size(key) + 1 + _json_size(item) for key, item in value.items()]
    return sum(inner) + max(len(inner) - 1, 0) + 2


def _is_exact(value: Claim) -> bool:
    if isinstance(value, AtIssue):
        return value.exact
    if isinstance(value, dict):
        return all(map(_is_exact, value.values()))
    return True


def _base64_size(size: int) -> int:
    """Return the size in base64url without padding (RFC 7515 section 2)."""
    return -(-size * 4 // 3)
