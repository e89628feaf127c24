"""KC-SECRET-LITERAL."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.secrets.literal_secret import LiteralSecret
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

CLIENT = {"realm_id": "ml", "client_id": "ui"}


@pytest.mark.parametrize("secret", ["canary", "${local.secret}", '${lookup(local.none, "ui", "canary")}'])
def test_literal_of_a_client_is_refused(secret: str) -> None:
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
def test_literal_anywhere_in_a_resource_is_refused(resource_type: str, arguments: dict[str, object], path: str) -> None:
    """Blocks, lists, maps of settings and write-only arguments are looked into."""
    (fault,) = faults_of(LiteralSecret(), {f"{resource_type}.It": arguments})

    assert fault.endswith(f"{path} is written out")


@pytest.mark.parametrize(
    ("section", "json", "expected"),
    [
        ("provider", {"keycloak": [{"password": "canary"}]}, "provider 'keycloak': keycloak.password is written out"),
        ("locals", {"api_password": "canary"}, "local value 'api_password': api_password is written out"),
        ("output", {"password": {"value": "canary"}}, "output 'password': password.value is written out"),
        (
            "terraform",
            {"backend": {"azurerm": {"client_secret": "canary"}}},
            "stack 'stack': azurerm.client_secret is written out",
        ),
    ],
)
def test_literal_outside_of_resources_is_refused(section: str, json: dict[str, Any], expected: str) -> None:
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
def test_variables_and_settings_pass(arguments: dict[str, object]) -> None:
    """A variable, an empty secret, and settings about secrets pass."""
    assert faults_of(LiteralSecret(), {"keycloak_openid_client.Ui": CLIENT | arguments}) == []
