"""Keys in certificates, and in PEM."""

from __future__ import annotations

import base64
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from pydantic import ValidationError

from constructs_lib.declaration.props import PrivateKeyJwtAuth
from constructs_lib.guardrails.rules.clients.client_keys import ClientKeys
from tests.support.declarations.guardrails import faults_of
from tests.support.tokens.public_keys import CERTIFICATE, CERTIFICATE_BASE64

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

pytestmark = pytest.mark.unit


def certificate(key: RSAPrivateKey | EllipticCurvePrivateKey) -> str:
    """Return the certificate of a key in base64, signed by itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day + dt.timedelta(days=1))
    return base64.b64encode(builder.sign(key, SHA256()).public_bytes(Encoding.DER)).decode()


SHORT_RSA = rsa.generate_private_key(65537, 1024)  # noqa: S505 - it shall be refused
SHORT_CERTIFICATE = certificate(SHORT_RSA)
ODD_CERTIFICATE = certificate(ec.generate_private_key(ec.SECP192R1()))
SHORT_KEY = base64.b64encode(
    SHORT_RSA.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
BITS = "an RSA key of 1024 bits, fewer than 2048"


@pytest.mark.parametrize(
    ("address", "arguments", "fault"),
    [
        (
            "keycloak_openid_client.X",
            {"extra_config": {"jwt.credential.certificate": SHORT_CERTIFICATE}},
            f"jwt.credential.certificate holds {BITS}",
        ),
        (
            "keycloak_oidc_identity_provider.X",
            {"extra_config": {"publicKeySignatureVerifier": SHORT_KEY}},
            f"publicKeySignatureVerifier holds {BITS}",
        ),
        (
            "keycloak_saml_identity_provider.X",
            {"signing_certificate": f"{CERTIFICATE_BASE64},{SHORT_CERTIFICATE}"},
            f"signing_certificate holds {BITS}",
        ),
        (
            "keycloak_saml_client.X",
            {"signing_certificate": ODD_CERTIFICATE},
            "signing_certificate holds a key on the curve 'secp192r1'",
        ),
        ("keycloak_realm_keystore_rsa.X", {"certificate": "none"}, "certificate holds what is no public key"),
    ],
)
def test_client_keys_weak_in_certificates_are_refused(address: str, arguments: dict[str, Any], fault: str) -> None:
    """A certificate's key is judged as one of a key set, and what cannot be read is named."""
    (found,) = faults_of(ClientKeys(), {address: arguments})
    assert found.endswith(f": {fault}")


@pytest.mark.parametrize("text", [CERTIFICATE, CERTIFICATE_BASE64, "${var.certificate}", ""])
def test_client_keys_strong_in_certificates_pass(text: str) -> None:
    """Elliptic curves pass, in PEM and in its base64."""
    assert faults_of(ClientKeys(), {"keycloak_saml_client.X": {"signing_certificate": text}}) == []


def test_short_key_in_a_declared_certificate_is_refused() -> None:
    """What is declared is refused where it is declared, with what to write instead."""
    with pytest.raises(ValidationError, match=f"the certificate holds {BITS}: write one of a key of type EC"):
        PrivateKeyJwtAuth(method="private_key_jwt", certificate=SHORT_CERTIFICATE)
