"""KC-SECRET-TEXT."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.secrets.secret_text import SecretText
from tests.support.declarations.guardrails import faults_of
from tests.support.tokens.public_keys import CERTIFICATE, JWKS

pytestmark = pytest.mark.unit

TOKEN = "Yek9PBW1UvIL_6KbYUiaRcacdMJQDa5p94pT85DdIMw"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TOKEN, "43 characters that look random"),
        (f"see {TOKEN}, it works", "43 characters that look random"),
        (f'${{merge(local.a, {{"key" = "{TOKEN}"}})}}', "43 characters that look random"),
        ("https://ada:canary@example.com", "a password in a URL"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
    ],
)
def test_secret_in_an_argument_is_refused(text: str, found: str) -> None:
    """A text that looks like a secret is named by its place, and not repeated."""
    assert faults_of(SecretText(), {"keycloak_role.Role": {"name": "a", "description": text}}) == [
        f"keycloak_role: description holds {found}"
    ]


@pytest.mark.parametrize(
    ("section", "json", "expected"),
    [
        ("locals", {"key": TOKEN}, "local value 'key': key holds"),
        ("variable", {"key": {"default": TOKEN}}, "variable 'key': key.default holds"),
        ("output", {"key": {"value": TOKEN}}, "output 'key': key.value holds"),
        ("data", {"keycloak_role": {"Role": {"name": TOKEN}}}, "keycloak_role: name holds"),
    ],
)
def test_secret_outside_of_resources_is_refused(section: str, json: dict[str, Any], expected: str) -> None:
    """Every part of a stack is looked into."""
    assert faults_of(SecretText(), **{section: json}) == [f"{expected} 43 characters that look random"]


@pytest.mark.parametrize(
    "text",
    [
        "Scores card payments",
        "https://token.ci.example.com/oauth2/v1/jwks",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "frame-src 'self'; frame-ancestors 'none'; object-src 'none';",
        "${keycloak_openid_client.Security_Realm_ApiClient_A064CB04.id}",
        JWKS,
        CERTIFICATE,
    ],
)
def test_words_and_public_keys_pass(text: str) -> None:
    """Words, URLs, UUIDs, references and public keys pass."""
    assert faults_of(SecretText(), {"keycloak_role.Role": {"description": text}}) == []
