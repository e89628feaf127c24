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
    if any(_PRIVATE_MEMBERS & key.keys() for key in keys):
        raise ValueError("a private key stands here: replace the key pair, and write its public key alone")
    return value


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
