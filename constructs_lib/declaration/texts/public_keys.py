"""Texts that look random and are public: certificates and public keys."""

from __future__ import annotations

import base64
import binascii

from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.certificates import PEM_FRAME
from constructs_lib.declaration.props.public_keys import PublicJwks

__all__ = ["is_public_key"]

_JWKS: TypeAdapter[str] = TypeAdapter(PublicJwks)

# DER (X.690): tags, and the first byte of a length that takes more bytes.
_BIT_STRING, _SEQUENCE, _VERSION = 0x03, 0x30, 0xA0
_LONG = 0x80


def is_public_key(text: str) -> bool:
    """Tell whether a text is a certificate or a public key, in PEM or its base64, or a set of public keys (JWKS)."""
    if text.lstrip().startswith("{"):
        try:
            _JWKS.validate_python(text)
        except ValidationError:
            return False
        return True
    try:
        der = base64.b64decode(PEM_FRAME.sub("", text), validate=True)
        outer, start, _ = _element(der, 0)
        first, inner, end = _element(der, start)
        # Those of version 3 are told by their beginning alone, since pages show them cut.
        last = _BIT_STRING if der[inner] == _VERSION else der[end]
    except (binascii.Error, IndexError, ValueError):
        return False
    # A private key starts with its version, an INTEGER (RFC 5958, RFC 8017, RFC 5915). A certificate starts with two
    # SEQUENCEs, a public key is a SEQUENCE and a BIT STRING (RFC 5280).
    return outer == _SEQUENCE and first == _SEQUENCE and last in {_SEQUENCE, _BIT_STRING}


def _element(der: bytes, at: int) -> tuple[int, int, int]:
    """Return an element's tag, where its content starts, and where it ends."""
    tag, length = der[at], der[at + 1]
    start = at + 2
    if length >= _LONG:
        size = length - _LONG
        length, start = int.from_bytes(der[start : start + size]), start + size
    return tag, start, start + length
