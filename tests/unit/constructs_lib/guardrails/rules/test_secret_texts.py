"""Secrets in arguments and texts."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.secrets.literal_secret import LiteralSecret
from constructs_lib.guardrails.rules.secrets.secret_canary import SecretCanary
from constructs_lib.guardrails.rules.secrets.secret_text import SecretText
from tests.support.declarations.guardrails import faults_of
from tests.support.tokens.public_keys import CERTIFICATE, JWKS

pytestmark = pytest.mark.unit


CLIENT = {"realm_id": "ml", "client_id": "ui"}


@pytest.mark.parametrize("secret", ["canary", "${local.secret}", '${lookup(local.none, "ui", "canary")}'])
def test_literal_secret_of_a_client_is_refused(secret: str) -> None:
    """A secret is found, however it got there, and not repeated."""
    resources = {"keycloak_openid_client.Ui": {**CLIENT, "client_secret": secret}}

    assert faults_of(LiteralSecret(), resources, locals={"secret": "canary", "none": {}})[:1] == [
        "realm 'ml', client 'ui': client_secret is written out"
    ]


@pytest.mark.parametrize(
    ("resource_type", "arguments", "path"),
    [
        ("keycloak_user", {"initial_password": {"value": "canary"}}, "initial_password.value"),
        ("keycloak_realm", {"smtp_server": [{"auth": [{"password": "canary"}]}]}, "smtp_server.auth.password"),
        ("keycloak_custom_user_federation", {"config": {"bindCredential": "canary"}}, "config.bindCredential"),
        ("keycloak_realm_keystore_rsa", {"private_key": "canary"}, "private_key"),
        ("keycloak_openid_client", {"client_secret_wo": "canary"}, "client_secret_wo"),
    ],
)
def test_literal_secret_anywhere_in_a_resource_is_refused(
    resource_type: str, arguments: dict[str, object], path: str
) -> None:
    """Blocks, lists, maps of settings and write-only arguments are looked into."""
    (fault,) = faults_of(LiteralSecret(), {f"{resource_type}.It": arguments})

    assert fault.endswith(f"{path} is written out")


@pytest.mark.parametrize(
    ("section", "json", "expected"),
    [
        ("provider", {"keycloak": [{"password": "canary"}]}, "provider 'keycloak': password is written out"),
        *(
            ("provider", {"keycloak": {name: '${"canary"}'}}, f"provider 'keycloak': {name} is written out")
            for name in ("access_token", "jwt_signing_key", "tls_client_private_key")
        ),
        ("locals", {"api_password": "canary"}, "local value 'api_password': api_password is written out"),
        ("output", {"password": {"value": "canary"}}, "output 'password': password.value is written out"),
        (
            "terraform",
            {"backend": {"azurerm": {"client_secret": "canary"}}},
            "stack 'stack': azurerm.client_secret is written out",
        ),
    ],
)
def test_literal_secret_outside_of_resources_is_refused(section: str, json: dict[str, Any], expected: str) -> None:
    """The provider's own credentials, local values, outputs and backends are looked into."""
    assert faults_of(LiteralSecret(), **{section: json}) == [expected]


@pytest.mark.parametrize(
    "arguments",
    [
        {"client_secret": "${var.ui_client_secret}"},
        {"client_secret": ""},
        {"client_secret_wo": "${var.ui_client_secret}", "client_secret_wo_version": "1"},
        {"extra_config": {"jwt.credential.issuer": "corp", "client.secret.expiration.enabled": "true"}},
        {"client_authenticator_type": "client-secret"},
    ],
)
def test_literal_secret_variables_and_settings_pass(arguments: dict[str, object]) -> None:
    """A variable, an empty secret, and settings about secrets pass."""
    assert faults_of(LiteralSecret(), {"keycloak_openid_client.Ui": CLIENT | arguments}) == []


TOKEN = "Yek9PBW1UvIL_6KbYUiaRcacdMJQDa5p94pT85DdIMw"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TOKEN, "43 characters that look random"),
        (f"see {TOKEN}, it works", "43 characters that look random"),
        (f'${{merge(local.a, {{"key" = "{TOKEN}"}})}}', "43 characters that look random"),
        ("https://ada:canary@example.com", "a password in a URL"),
        ("pw: Summer2024!", "a password in words"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
    ],
)
def test_secret_text_in_an_argument_is_refused(text: str, found: str) -> None:
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
def test_secret_text_outside_of_resources_is_refused(section: str, json: dict[str, Any], expected: str) -> None:
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
def test_secret_text_words_and_public_keys_pass(text: str) -> None:
    """Words, URLs, UUIDs, references and public keys pass."""
    assert faults_of(SecretText(), {"keycloak_role.Role": {"description": text}}) == []


@pytest.mark.parametrize(
    "name", ["TF_VAR_smtp_password", "KEYCLOAK_CLIENT_SECRET", "KEYCLOAK_PASSWORD", "MY_API_TOKEN"]
)
@pytest.mark.parametrize("text", ["only-plain-words", "a only-plain-words b", '${upper("only-plain-words")}'])
def test_secret_canary_value_is_refused(name: str, text: str) -> None:
    """A secret of the environment is found by its value, however simple, and not repeated."""
    rule = SecretCanary({name: "only-plain-words"})

    assert faults_of(rule, {"keycloak_role.Role": {"description": text}}) == [
        f"keycloak_role: description holds the value of {name}"
    ]


@pytest.mark.parametrize("attributes", [{"only-plain-words": "x"}, {"k": '${lower("Only-PLAIN-words")}'}])
def test_secret_canary_in_keys_and_other_case_is_refused(attributes: dict[str, str]) -> None:
    """A key of a map is a text like any other, and capital letters make no other secret."""
    rule = SecretCanary({"KEYCLOAK_PASSWORD": "only-plain-Words"})

    (fault,) = faults_of(rule, {"keycloak_role.Role": {"attributes": attributes}})
    assert fault.endswith("holds the value of KEYCLOAK_PASSWORD")


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TF_VAR_keycloak_url": "only-plain-words"},
        {"KEYCLOAK_PASSWORD_FILE": "only-plain-words"},
        {"KEYCLOAK_PASSWORD": "plain-words"},
        {"KEYCLOAK_PASSWORD": "other-plain-words"},
    ],
)
def test_secret_canary_other_values_pass(environment: dict[str, str]) -> None:
    """Values that are no secrets, short ones, and secrets that stand nowhere pass."""
    rule = SecretCanary(environment)

    assert faults_of(rule, {"keycloak_role.Role": {"description": "only-plain-words"}}) == []
