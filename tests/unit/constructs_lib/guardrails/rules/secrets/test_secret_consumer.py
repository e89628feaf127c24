"""KC-SECRET-CONSUMER."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.secrets.secret_consumer import SecretConsumer
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

MACHINE = {"realm_id": "ml", "client_id": "batch", "service_accounts_enabled": True, "standard_flow_enabled": False}


@pytest.mark.parametrize("authenticator", [None, "client-secret", "client-secret-jwt"])
def test_shared_secret_is_named(authenticator: str | None) -> None:
    """A machine with a secret is named, Keycloak's default included."""
    client = {**MACHINE, "client_authenticator_type": authenticator}

    assert faults_of(SecretConsumer(), {"keycloak_openid_client.Batch": client}) == [
        "realm 'ml', client 'batch': it is a machine that authenticates by a shared secret"
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        {"client_authenticator_type": "client-jwt"},
        {"client_authenticator_type": "federated-jwt"},
        {"client_authenticator_type": "client-x509"},
        {"client_authenticator_type": "${var.authenticator}"},
        {"standard_flow_enabled": True},
        {"service_accounts_enabled": False},
    ],
)
def test_keys_and_other_clients_pass(arguments: dict[str, object]) -> None:
    """Keys, certificates, workloads' tokens and clients that people use pass."""
    assert faults_of(SecretConsumer(), {"keycloak_openid_client.Batch": MACHINE | arguments}) == []


def test_the_remedy_names_the_alternatives() -> None:
    """Who reads the warning knows what to write instead."""
    assert "private_key_jwt" in SecretConsumer.remedy
    assert "federated" in SecretConsumer.remedy
