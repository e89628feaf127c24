"""KC-SECRET-IN-STATE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.secrets.secret_in_state import SecretInState
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

WO = "client_secret_wo, which no state keeps, needs provider 5.9 and Terraform 1.11"
NONE = "no version of the provider has a write-only form of it"
CLIENT = {"realm_id": "ml", "client_id": "ui", "access_type": "CONFIDENTIAL"}


@pytest.mark.parametrize(
    ("resource_type", "arguments", "fault"),
    [
        ("keycloak_openid_client", {"client_secret": "${var.a}"}, f"client_secret: {WO}"),
        ("keycloak_oidc_identity_provider", {"client_secret": "${var.a}"}, f"client_secret: {WO}"),
        ("keycloak_oidc_google_identity_provider", {"client_secret": "${var.a}"}, f"client_secret: {NONE}"),
        ("keycloak_user", {"initial_password": {"value": "${var.a}"}}, f"initial_password.value: {NONE}"),
        ("keycloak_ldap_user_federation", {"bind_credential": "${var.a}"}, f"bind_credential: {NONE}"),
        ("keycloak_realm", {"smtp_server": {"auth": {"password": "${var.a}"}}}, f"smtp_server.auth.password: {NONE}"),
        ("keycloak_openid_client", CLIENT, f"client_secret, which Keycloak generates: {WO}"),
        ("random_password", {"length": 32}, "result: an ephemeral resource would not keep it"),
    ],
)
def test_secret_of_a_resource_is_named(resource_type: str, arguments: dict[str, object], fault: str) -> None:
    """Each secret that lands in the state is named, with the reason."""
    (found,) = faults_of(SecretInState(), {f"{resource_type}.It": arguments})

    assert found.endswith(f": the state holds {fault}")


def test_secret_output_is_named() -> None:
    """Outputs are kept in the state, sensitive or not."""
    output = {"client_secret": {"value": "${var.a}", "sensitive": True}}

    assert faults_of(SecretInState(), output=output, variable={"a": {"sensitive": True}}) == [
        "output 'client_secret': the state holds it: outputs are kept"
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        {"client_secret_wo": "${var.a}", "client_secret_wo_version": "1"},
        {"client_authenticator_type": "client-jwt"},
        {"client_authenticator_type": "federated-jwt", "client_secret": ""},
        {"access_type": "PUBLIC"},
    ],
)
def test_no_secret_passes(arguments: dict[str, object]) -> None:
    """Write-only secrets, clients with keys, public clients and empty secrets pass."""
    assert faults_of(SecretInState(), {"keycloak_openid_client.Ui": CLIENT | arguments}) == []
