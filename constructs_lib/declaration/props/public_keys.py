"""Public keys that stand in a declaration: well-formed, and public indeed.

No message repeats the value: it may be a private key that was pasted by mistake.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Annotated

from pydantic import AfterValidator

from constructs_lib.declaration.props.values import is_unresolved

__all__ = ["PEM_FRAME", "Certificate", "PublicJwks"]

PEM_FRAME = re.compile(r"-----(BEGIN|END) CERTIFICATE-----|\s")
"""What surrounds the base64 of a certificate in PEM."""

# RFC 7518 section 6: members of a private or symmetric key.
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})

_KINDS = ("EC", "RSA", "OKP")
_LEAST_RSA_BITS = 2048

_DER_SEQUENCE = b"\x30"


def _public_jwks(value: str) -> str:
    if is_unresolved(value):
        return value
    rule = "write a JSON Web Key Set as text, such as '{\"keys\":[…]}'"
    try:
        content = json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError(f"{rule}: this is not JSON") from None
    keys = content.get("keys") if isinstance(content, dict) else None
    if not isinstance(keys, list) or not keys or not all(isinstance(key, dict) and "kty" in key for key in keys):
        raise ValueError(f"{rule}: this has no keys")
    for key in keys:
        _require_public(key)
    return value


def _require_public(key: dict[str, object]) -> None:
    """Check one JSON Web Key (RFC 7517): it verifies signatures, and nobody can guess its private part."""
    kind = key["kty"]
    if kind == "oct":
        raise ValueError("a key of type 'oct' is a shared secret: write a public key, of type EC, RSA or OKP")
    if _PRIVATE_MEMBERS & key.keys():
        raise ValueError("a private key stands here: replace the key pair, and write its public key alone")
    if kind not in _KINDS:
        raise ValueError("a public key is of type EC, RSA or OKP")
    if kind == "RSA" and (bits := _bits(key.get("n"))) < _LEAST_RSA_BITS:
        raise ValueError(f"an RSA key has at least {_LEAST_RSA_BITS} bits (RFC 7518 section 3.3), this one has {bits}")


def _bits(number: object) -> int:
    """Return the size of a number in base64url (RFC 7518 section 2), 0 for what is none."""
    try:
        content = base64.urlsafe_b64decode(f"{number}===" if isinstance(number, str) else "")
    except (binascii.Error, ValueError):
        return 0
    return int.from_bytes(content).bit_length()


def _certificate(value: str) -> str:
    if is_unresolved(value):
        return value
    if "PRIVATE KEY" in value:
        raise ValueError("a private key stands here: replace the key pair, and write its certificate alone")
    try:
        der = base64.b64decode(PEM_FRAME.sub("", value), validate=True)
    except binascii.Error:
        der = b""
    if not der.startswith(_DER_SEQUENCE):
        raise ValueError("write one certificate in PEM, or its base64 alone")
    return value


PublicJwks = Annotated[str, AfterValidator(_public_jwks)]
Certificate = Annotated[str, AfterValidator(_certificate)]
