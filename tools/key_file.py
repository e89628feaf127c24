"""Keys in files that people name: PEM, or a JSON Web Key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.errors import InvalidKeyTypeError, JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from constructs_lib.declaration.certificates import certified_key
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from joserfc.jwk import Key

__all__ = ["certificate_key", "read_key_file"]


def read_key_file(path: Path, *, private: bool) -> Key:
    """Read a key.

    Args:
        path: The file.
        private: The private key is asked for; otherwise the public one, and nothing else.

    Raises:
        ToolError: It cannot be read, or is another key (exit 2). Nothing of it is repeated: it may be a private key
            that was given by mistake.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ToolError(f"cannot read {path}: {error.strerror}", exit_code=2) from None
    try:
        key: Key = import_key(json.loads(data)) if data.lstrip().startswith(b"{") else _import_pem(data)
    except (JoseError, ValueError, KeyError, TypeError):
        kind = "private" if private else "public"
        raise ToolError(f"{path} is no {kind} key: give one in PEM, or a JSON Web Key", exit_code=2) from None
    if key.is_private and not private:
        raise ToolError(f"{path} holds a private key: give the public key alone", exit_code=2)
    if private and not key.is_private:
        raise ToolError(f"{path} holds a public key: give the private one", exit_code=2)
    return key


def certificate_key(certificate: str) -> Key:
    """Return the public key of a certificate, in PEM or its base64 alone, which was checked before."""
    match certified_key(certificate):
        case EllipticCurvePublicKey() | RSAPublicKey() as key:  # what assertions are signed by
            return _import_pem(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        case other:
            raise TypeError(other)


def _import_pem(data: bytes) -> Key:
    try:
        return ECKey.import_key(data)
    except InvalidKeyTypeError:
        return RSAKey.import_key(data)
