"""Secrets by what they look like."""

from __future__ import annotations

import base64
import random
import string

import pytest

from constructs_lib.declaration.texts.secrets import secret_in
from tests.support.tokens.public_keys import CERTIFICATE, CERTIFICATE_BASE64, JWKS

pytestmark = pytest.mark.unit

ALPHABETS = {
    "letters and digits": string.ascii_letters + string.digits,
    "URL-safe base64": string.ascii_letters + string.digits + "-_",
    "our own secrets": string.ascii_letters + string.digits + "-_.",
    "lower case and digits": string.ascii_lowercase + string.digits,
    "hexadecimal": "0123456789abcdef",
}


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_random_texts_are_found(alphabet: str) -> None:
    """More than nine of ten random texts of 32 characters are found."""
    source = random.Random(alphabet)  # noqa: S311 - the same texts in each run
    texts = ["".join(source.choices(ALPHABETS[alphabet], k=32)) for _ in range(500)]

    assert sum(secret_in(text) == "32 characters that look random" for text in texts) > 450


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-----BEGIN EC PRIVATE KEY-----\nY2FuYXJ5\n-----END EC PRIVATE KEY-----", "a private key"),
        (JWKS.replace('"x"', '"d":"3GuF5CTAOpLyBmbQm1zOQK","x"'), "a private key"),
        ("postgres://ada:canary@db.example.com/state", "a password in a URL"),
        ("host=db.example.com password=canary", "a password in a connection string"),
        ("pw: Summer2024!", "a password in words"),
        ("the password is Tr0ub4dor", "a password in words"),
        ("login (Passwort: geheim#1) for tests", "a password in words"),
        ("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.", "a JSON Web Token"),
        ("AKIAIOSFODNN7EXAMPLE", "an access key"),
    ],
)
def test_known_forms_are_found(text: str, expected: str) -> None:
    """What is a secret by its form is called by its name."""
    assert expected == secret_in(text)


def test_private_key_in_base64_is_found() -> None:
    """A private key in DER starts with its version, and is taken for no certificate."""
    der = b"\x30\x82\x01\x00\x02\x01\x00" + base64.b64decode(CERTIFICATE_BASE64)[7:260]

    assert secret_in(base64.b64encode(der).decode()) is not None


@pytest.mark.parametrize(
    "text",
    [
        JWKS,
        CERTIFICATE,
        CERTIFICATE_BASE64,
        CERTIFICATE_BASE64[:64],
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "envoyproxy/envoy@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "https://login.example.com/3f2504e0-4f89-41d3-9a0c-0305e82c3301/oauth2/v2.0/token?scope=a",
        "repo:example/churn:ref:refs/heads/main",
        "CN=edge-forecaster-eu-west-1b,OU=Machines2026,O=Example",
        "length(12) and notUsername and notEmail and passwordHistory(3)",
        "client.use.lightweight.access.token.enabled",
        "password: see the vault",
        "password: ${var.password1}",
        "secret: https://vault.example.com/v1/secret",
        "the password is rotated",
    ],
)
def test_public_texts_are_none(text: str) -> None:
    """Public keys, ids, digests, URLs, names and settings are no secrets."""
    assert secret_in(text) is None
