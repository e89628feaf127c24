"""An authenticator for passkeys, in software: what a device or a security key does (WebAuthn)."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Passkey"]

_NO_MODEL = bytes(16)
_FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


@dataclass
class Passkey:
    """One credential.

    Attributes:
        origin: What the browser shows in its address bar: scheme, host and port.
        host: Whom it is for: the relying party's id.
    """

    origin: str
    host: str
    _id: bytes = field(default_factory=lambda: secrets.token_bytes(32), init=False, repr=False)
    _key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), init=False, repr=False
    )
    _uses: int = field(default=0, init=False)

    def register(self, challenge: str) -> dict[str, str]:
        """Return the form fields that register the credential (WebAuthn section 7.1), attested by nobody."""
        public = ES256.from_cryptography_key(self._key.public_key())  # type: ignore[no-untyped-call]
        data = self._data(AttestedCredentialData.create(_NO_MODEL, self._id, public))
        return {
            "clientDataJSON": websafe_encode(self._client_data("webauthn.create", challenge)),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
            "publicKeyCredentialId": websafe_encode(self._id),
            "authenticatorLabel": "Device of a test",
        }

    def answer(self, challenge: str) -> dict[str, str]:
        """Return the form fields that prove the possession of the key (WebAuthn section 7.2)."""
        client_data = self._client_data("webauthn.get", challenge)
        data = self._data()
        signature = self._key.sign(bytes(data) + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return {
            "clientDataJSON": websafe_encode(client_data),
            "authenticatorData": websafe_encode(bytes(data)),
            "signature": websafe_encode(signature),
            "credentialId": websafe_encode(self._id),
        }

    def _data(self, credential: AttestedCredentialData | None = None) -> AuthenticatorData:
        self._uses += 1
        flags = _FLAGS | (AuthenticatorData.FLAG.AT if credential else 0)
        party = hashlib.sha256(self.host.encode()).digest()
        made: AuthenticatorData = AuthenticatorData.create(party, flags, self._uses, credential or b"")
        return made

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said: Mapping[str, object] = {
            "type": kind,
            "challenge": challenge,
            "origin": self.origin,
            "crossOrigin": False,
        }
        return json.dumps(said).encode()
