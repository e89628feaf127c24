"""The private side of a machine's credential: an EC key that signs assertions."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import ECKey

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AssertionKey"]


@dataclass(frozen=True)
class AssertionKey:
    """A P-256 key that was made for this run.

    Attributes:
        kid: Its key id.
    """

    kid: str
    _key: ECKey = field(repr=False)

    @classmethod
    def generate(cls, kid: str) -> Self:
        """Make a new key."""
        return cls(kid, ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"}))

    @property
    def jwks(self) -> dict[str, Any]:
        """The public key as a JSON Web Key Set."""
        return {"keys": [self._key.as_dict(private=False)]}

    @property
    def jwks_text(self) -> str:
        """The same as JSON."""
        return json.dumps(self.jwks)

    @cached_property
    def certificate(self) -> str:
        """A self-signed certificate of the key, in PEM."""
        private = self._key.private_key
        assert isinstance(private, EllipticCurvePrivateKey)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.kid)])
        now = dt.datetime.now(dt.UTC)
        certificate = (
            x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(minutes=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .sign(private, SHA256())
        )
        return certificate.public_bytes(Encoding.PEM).decode()

    def sign(self, claims: Mapping[str, Any], *, with_kid: bool = True) -> str:
        """Return a JWT with these claims."""
        header = {"alg": "ES256", **({"kid": self.kid} if with_kid else {})}
        return jwt.encode(header, dict(claims), self._key)
