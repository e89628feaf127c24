"""KC-PUBLIC-MACHINE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.public_service_account import PublicServiceAccount
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_a_machine_without_a_credential_is_refused() -> None:
    """A public client with a service account is named."""
    client = {"client_id": "batch", "access_type": "PUBLIC", "service_accounts_enabled": True}

    assert faults_of(PublicServiceAccount(), {"keycloak_openid_client.Batch": client}) == [
        "client 'batch': a public client has a service account"
    ]


@pytest.mark.parametrize(("access_type", "account"), [("CONFIDENTIAL", True), ("PUBLIC", False)])
def test_machines_with_a_credential_pass(access_type: str, account: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A confidential client with a service account passes, and a public one without."""
    client = {"client_id": "batch", "access_type": access_type, "service_accounts_enabled": account}

    assert faults_of(PublicServiceAccount(), {"keycloak_openid_client.Batch": client}) == []
