"""A consumer's key signs by the algorithm that is declared, and Keycloak takes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import CertificateBuilder, Name, NameAttribute
from cryptography.x509.oid import NameOID
from joserfc.jwk import ECKey, OKPKey
from pydantic import ValidationError

from constructs_lib.declaration.props import PrivateKeyJwtAuth
from constructs_lib.declaration.props.signing_keys import with_use
from tests.support.declarations.team_folder import TEAM_FILE, fault, write_folder
from tests.support.tokens.public_keys import CERTIFICATE, JWKS

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

pytestmark = pytest.mark.unit

SIGNER = ec.generate_private_key(ec.SECP256R1())
RSA_NUMBERS = rsa.RSAPublicNumbers(65537, 2**2048 - 1)
RSA = {"kty": "RSA", "n": "_" * 341 + "w", "e": "AQAB"}
P256: dict[str, Any] = {**ECKey.generate_key("P-256", private=False).as_dict(private=False)}
P384: dict[str, Any] = {**ECKey.generate_key("P-384", private=False).as_dict(private=False)}
ED25519: dict[str, Any] = {**OKPKey.generate_key("Ed25519", private=False).as_dict(private=False)}

WRITE_RS256 = "write algorithm: RS256 (or PS256), or give an EC key on P-256"
WRITE_ALG = 'write "alg": "ES256" in the key that signs by it, or declare the other algorithm'
WRITE_USE = 'jwks has no key that verifies signatures: write "use": "sig" in the key for ES256'


def certificate(key: CertificatePublicKeyTypes) -> str:
    """Return a certificate of a public key, in PEM."""
    name = Name([NameAttribute(NameOID.COMMON_NAME, "batch")])
    builder = CertificateBuilder(name, name, key, 1, datetime(2026, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    return builder.sign(SIGNER, SHA256()).public_bytes(Encoding.PEM).decode()


def jwks(*keys: dict[str, Any]) -> str:
    """Return a JSON Web Key Set."""
    return json.dumps({"keys": keys})


def said_of(**auth: str) -> list[str]:
    """Return what is said of a key; nothing where it is taken."""
    try:
        PrivateKeyJwtAuth.model_validate({"method": "private_key_jwt", **auth})
    except ValidationError as error:
        return [str(item["ctx"]["error"]) for item in error.errors()]
    return []


@pytest.mark.parametrize(
    ("key", "algorithm", "message"),
    [
        (RSA_NUMBERS.public_key(), "ES256", f"has an RSA key, but the algorithm is ES256: {WRITE_RS256}"),
        (
            ec.generate_private_key(ec.SECP384R1()).public_key(),
            "ES256",
            "has an EC key on P-384, but the algorithm is ES256: write algorithm: ES384, or give an EC key on P-256",
        ),
        (
            SIGNER.public_key(),
            "PS256",
            "has an EC key on P-256, but the algorithm is PS256: write algorithm: ES256, or give an RSA key",
        ),
        (
            ed25519.Ed25519PrivateKey.generate().public_key(),
            "ES256",
            "has an OKP key, but the algorithm is ES256: give an EC key on P-256",
        ),
    ],
    ids=["rsa", "other-curve", "ec", "okp"],
)
def test_certificate_for_another_algorithm_is_refused(
    key: CertificatePublicKeyTypes, algorithm: str, message: str
) -> None:
    """No assertion that the certificate's key signs would be taken: both remedies are named."""
    assert said_of(certificate=certificate(key), algorithm=algorithm) == [f"the certificate {message}"]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ([RSA], f"jwks has an RSA key, but the algorithm is ES256: {WRITE_RS256}"),
        ([RSA, P384, RSA], f"jwks has an RSA key and an EC key on P-384, but the algorithm is ES256: {WRITE_RS256}"),
        ([ED25519], "jwks has an OKP key, but the algorithm is ES256: give an EC key on P-256"),
        ([{**P256, "alg": "ES384"}], f'no key in jwks has the algorithm ES256 as its "alg": {WRITE_ALG}'),
        ([{**P256, "use": "enc"}], WRITE_USE),
        ([{**P256, "key_ops": ["deriveKey"]}], WRITE_USE),
        ([{**P256, "key_ops": 5}], WRITE_USE),
        ([{**P256, "use": "enc"}, {**P384, "use": "sig"}], WRITE_USE),
    ],
)
def test_keys_for_nothing_that_is_declared_are_refused(keys: list[dict[str, Any]], message: str) -> None:
    """A set needs one key at least of the algorithm's type and curve, which is there to sign."""
    assert said_of(jwks=jwks(*keys)) == [message]


@pytest.mark.parametrize(
    "auth",
    [
        {"certificate": CERTIFICATE},
        {"certificate": certificate(RSA_NUMBERS.public_key()), "algorithm": "RS256"},
        {"certificate": certificate(RSA_NUMBERS.public_key()), "algorithm": "PS256"},
        {"jwks": JWKS},
        {"jwks": jwks(RSA, P256)},
        {"jwks": jwks({**P256, "key_ops": ["verify"]})},
        {"jwks": jwks(P384), "algorithm": "ES384"},
        {"jwks": jwks({**RSA, "alg": "PS256"}), "algorithm": "PS256"},
        {"jwks": "${var.jwks}"},
        {"certificate": "${var.certificate}"},
    ],
)
def test_key_that_fits_is_taken(auth: dict[str, str]) -> None:
    """One fitting key is enough, as while keys rotate; what Terraform resolves is not judged."""
    assert said_of(**auth) == []


def test_fault_has_its_line(tmp_path: Path) -> None:
    """A file is answered with the line of `auth`."""
    team = f"consumers:\n  batch:\n    auth:\n      method: private_key_jwt\n      jwks: '{jwks(RSA)}'\n"
    assert fault(write_folder(tmp_path, team=team)) == (
        f"{TEAM_FILE}:3: consumers.batch.auth: jwks has an RSA key, but the algorithm is ES256: {WRITE_RS256}"
    )


@pytest.mark.parametrize(
    ("keys", "uses"),
    [
        ([P256, {**P384, "use": "enc"}], ["sig", "enc"]),
        ([{**P256, "use": None}, {**P256, "key_ops": ["verify"]}], ["sig", "sig"]),
        ([P256, {**P384, "key_ops": ["deriveKey"]}], ["sig", None]),
    ],
)
def test_use_is_filled_in(keys: list[dict[str, Any]], uses: list[str | None]) -> None:
    """Keycloak takes no key without `use`: it is written where the key does not say otherwise, and nothing else is."""
    sent = json.loads(with_use(jwks(*keys)))["keys"]
    assert [key.pop("use", None) for key in sent] == uses
    assert sent == [{name: value for name, value in key.items() if name != "use"} for key in keys]


@pytest.mark.parametrize("text", [JWKS, f" {JWKS}", "${var.jwks}"])
def test_complete_set_is_sent_as_written(text: str) -> None:
    """A set that says it all is sent to the letter, so that no plan changes."""
    assert with_use(text) == text
