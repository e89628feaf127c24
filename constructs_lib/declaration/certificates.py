"""Keys in X.509 certificates, and in PEM: whether somebody could forge what they sign."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509 import load_der_x509_certificate

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "LEAST_RSA_BITS",
    "PEM_FRAME",
    "certificate_end",
    "certificate_fingerprint",
    "certified_key",
    "plain_key",
    "weakness_of",
]

PEM_FRAME = re.compile(r"-----(?:BEGIN|END) (?:CERTIFICATE|PUBLIC KEY)-----|\s")
"""What surrounds the base64 of a certificate, or of a public key, in PEM."""

LEAST_RSA_BITS = 2048
"""RFC 7518 section 3.3; NIST SP 800-131A."""

_CURVES = ("secp256r1", "secp384r1", "secp521r1")


def certified_key(text: str) -> object:
    """Return the public key of a certificate.

    Args:
        text: In PEM, or its base64 alone.

    Raises:
        ValueError: It is no certificate, or none whose key can be read.
    """
    try:
        return load_der_x509_certificate(_der(text)).public_key()
    except UnsupportedAlgorithm as error:
        raise ValueError("no certificate") from error


def certificate_end(text: str) -> dt.date:
    """Return the last day on which a certificate holds.

    Args:
        text: In PEM, or its base64 alone.

    Raises:
        ValueError: It is no certificate.
    """
    return load_der_x509_certificate(_der(text)).not_valid_after_utc.date()


def certificate_fingerprint(text: str) -> str:
    """Return a certificate's SHA-256 fingerprint in hexadecimal: 64 digits, lower case.

    Args:
        text: In PEM, or its base64 alone.

    Raises:
        ValueError: It is no certificate.
    """
    return load_der_x509_certificate(_der(text)).fingerprint(SHA256()).hex()


def plain_key(text: str) -> object:
    """Return a public key (SubjectPublicKeyInfo, RFC 5280).

    Args:
        text: In PEM, or its base64 alone.

    Raises:
        ValueError: It is none.
    """
    try:
        return load_der_public_key(_der(text))
    except UnsupportedAlgorithm as error:
        raise ValueError("no public key") from error


def weakness_of(key: object) -> str | None:
    """Say what is wrong with a key, as in `an RSA key of 1024 bits, fewer than 2048`; None where nothing is."""
    if isinstance(key, RSAPublicKey):
        return (
            f"an RSA key of {key.key_size} bits, fewer than {LEAST_RSA_BITS}" if key.key_size < LEAST_RSA_BITS else None
        )
    if isinstance(key, EllipticCurvePublicKey):
        return None if key.curve.name in _CURVES else f"a key on the curve '{key.curve.name}'"
    return None if isinstance(key, Ed25519PublicKey | Ed448PublicKey) else "a key of another kind than EC, OKP and RSA"


def _der(text: str) -> bytes:
    try:
        return base64.b64decode(PEM_FRAME.sub("", text), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
