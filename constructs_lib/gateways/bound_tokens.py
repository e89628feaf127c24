"""Tokens that are bound to a key or a certificate, for gateways that can do no more than refuse them."""

from __future__ import annotations

import base64

from constructs_lib.declaration.token_settings import BINDING_CLAIM

__all__ = ["BEARER_TOKEN", "BOUND_BEARER_TOKEN"]

_ALPHABET = "[A-Za-z0-9_-]"
_BITS, _CHARACTER_BITS = 8, 6


def _encodings(text: str) -> str:
    """Return an expression for base64url that holds a text, whatever stands before and after it (RFC 4648)."""
    parts = []
    for before in range(3):
        encoded = base64.urlsafe_b64encode(bytes(before) + text.encode()).decode()
        # Characters that hold bits of neighbours say nothing of the text.
        unknown = -(-before * _BITS // _CHARACTER_BITS)
        known = encoded[unknown : (before + len(text)) * _BITS // _CHARACTER_BITS]
        parts.append(f"{_ALPHABET}{{{unknown}}}{known}" if unknown else known)
    return f"(?:{_ALPHABET}{{4}})*(?:{'|'.join(parts)})"


_SCHEME = "~^[Bb][Ee][Aa][Rr][Ee][Rr] "
_SEGMENT = f"{_ALPHABET}+"

BOUND_BEARER_TOKEN = _SCHEME + rf"{_SEGMENT}\." + _encodings(f'"{BINDING_CLAIM}":')
"""nginx's expression for an `Authorization` with a JWT whose claims hold `cnf` (RFC 7800 section 3.1).

It reads base64url as it stands, which nobody but the issuer chose: the signature is over that very text. Keycloak
writes its JSON without spaces, and a quote within a text as `\\"`, so that no claim's value looks like it.
"""

BEARER_TOKEN = _SCHEME + rf"(?<jwt>{_SEGMENT}\.{_SEGMENT}\.{_SEGMENT})\z"
"""nginx's expression for an `Authorization` with a signed JWT by the scheme Bearer, which is captured as `jwt`."""
