"""Public keys that stand in a declaration: well-formed, and public indeed.

No message repeats the value: it may be a private key that was pasted by mistake.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated

from joserfc import jwk
from joserfc.errors import JoseError
from pydantic import AfterValidator

from constructs_lib.declaration.certificates import LEAST_RSA_BITS, certified_key, weakness_of
from constructs_lib.declaration.props.values import is_unresolved

__all__ = ["Certificate", "PublicJwks"]

# RFC 7518 section 6: members of a private or symmetric key.
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})

_KINDS = ("EC", "RSA", "OKP")
_MOST_RSA_BITS = 16384
_SIGNING_OKP = ("Ed25519", "Ed448")  # RFC 8037: X25519 and X448 agree on keys, they sign nothing


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
        raise ValueError("this is a private key: replace the key pair, and write its public key alone")
    if kind not in _KINDS:
        raise ValueError("a public key is of type EC, RSA or OKP")
    if kind == "RSA":
        _require_rsa_size(_bits(key.get("n")))
    if kind == "OKP" and key.get("crv") not in _SIGNING_OKP:
        raise ValueError(f"a key of type OKP signs with {' or '.join(_SIGNING_OKP)}: another curve's signs nothing")
    if not _is_possible(key):
        raise ValueError(
            "a public key is impossible: RSA needs an odd exponent from 3 on, EC a point on its curve, OKP its 'x': "
            "write the key as its program printed it"
        )


def _require_rsa_size(bits: int) -> None:
    if bits < LEAST_RSA_BITS:
        raise ValueError(f"an RSA key has at least {LEAST_RSA_BITS} bits (RFC 7518 section 3.3), this one has {bits}")
    if bits > _MOST_RSA_BITS:
        raise ValueError(f"an RSA key has at most {_MOST_RSA_BITS} bits, this one has {bits}")


def _is_possible(key: dict[str, object]) -> bool:
    """Tell whether a key can be loaded, which checks its numbers."""
    try:
        _ = jwk.import_key(
            {name: str(key[name]) for name in ("kty", "crv", "n", "e", "x", "y") if name in key}
        ).raw_value
    except (JoseError, ValueError, KeyError, TypeError):
        return False
    return True


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
        raise ValueError("this is a private key: replace the key pair, and write its certificate alone")
    try:
        weakness = weakness_of(certified_key(value))
    except ValueError:
        raise ValueError("write one certificate in PEM, or its base64 alone") from None
    if weakness:
        raise ValueError(
            f"the certificate holds {weakness}: write one of a key of type EC (P-256 or larger), "
            f"OKP (Ed25519, Ed448), or RSA with {LEAST_RSA_BITS} bits or more"
        )
    return value


PublicJwks = Annotated[str, AfterValidator(_public_jwks)]
Certificate = Annotated[str, AfterValidator(_certificate)]
