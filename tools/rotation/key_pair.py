"""The new key of a consumer that signs assertions: made here, or by the consumer itself."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from joserfc.jwk import ECKey, RSAKey

from tools.errors import ToolError
from tools.key_file import read_key_file

if TYPE_CHECKING:
    from pathlib import Path

    from joserfc.jwk import Key

__all__ = ["make_key_pair", "read_public_key"]

_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
_RSA_BITS = 3072


def make_key_pair(algorithm: str, folder: Path, consumer: str) -> tuple[dict[str, Any], Path]:
    """Make a key pair, and write the private key where its owner alone can read it.

    Args:
        algorithm: JOSE name of the algorithm that the key signs with.
        folder: Where the private key goes; made with mode 0700.
        consumer: Whose key it is.

    Returns:
        The public key as a JSON Web Key, its `kid` the thumbprint of RFC 7638, and the private key's file: a JSON Web
        Key too, mode 0600.

    Raises:
        ToolError: The file cannot be written (exit 1).
    """
    curve = _CURVES.get(algorithm)
    key: Key = ECKey.generate_key(curve) if curve else RSAKey.generate_key(_RSA_BITS)
    kid = key.thumbprint()
    path = folder / f"{consumer}.{kid}.jwk.json"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as output:
            json.dump(_named(key.as_dict(private=True), kid, algorithm), output)
    except OSError as error:
        raise ToolError(f"cannot write {path}: {error.strerror}") from error
    return _named(key.as_dict(private=False), kid, algorithm), path


def read_public_key(path: Path, algorithm: str) -> dict[str, Any]:
    """Read the public key that a consumer made.

    Args:
        path: A public key in PEM, or a JSON Web Key.
        algorithm: JOSE name of the algorithm that the consumer is declared to sign with.

    Returns:
        The key as a JSON Web Key; without a `kid` of its own it gets its thumbprint.

    Raises:
        ToolError: It cannot be read, is no public key, or one of another algorithm (exit 2). Nothing of it is repeated:
            it may be a private key that was given by mistake.
    """
    key = read_key_file(path, private=False)
    public = key.as_dict(private=False)
    if (public["kty"], public.get("crv")) != (("EC", _CURVES[algorithm]) if algorithm in _CURVES else ("RSA", None)):
        raise ToolError(f"{path} is no key of {algorithm}, the declared algorithm: give one of it", exit_code=2)
    return _named(public, str(public.get("kid") or key.thumbprint()), algorithm)


def _named(key: dict[str, Any], kid: str, algorithm: str) -> dict[str, Any]:
    return {**key, "kid": kid, "use": "sig", "alg": algorithm}
