"""When a certificate ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.x509 import load_pem_x509_certificate

from constructs_lib.declaration.certificates import PEM_FRAME

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["certificate_end"]


def certificate_end(text: str) -> dt.date:
    """Return the last day on which a certificate holds.

    Args:
        text: In PEM, or its base64 alone; a declaration that was checked holds no other.
    """
    pem = f"-----BEGIN CERTIFICATE-----\n{PEM_FRAME.sub('', text)}\n-----END CERTIFICATE-----\n"
    return load_pem_x509_certificate(pem.encode()).not_valid_after_utc.date()
