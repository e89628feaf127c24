"""KC-MACHINE-OFFLINE."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.machine_offline import MachineOffline
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def resources(scopes: list[str], *, machine: bool = True) -> dict[str, dict[str, Any]]:
    """Return a client and its optional scopes."""
    return {
        "keycloak_openid_client.Batch": {"client_id": "batch", "realm_id": "ml", "service_accounts_enabled": machine},
        "keycloak_openid_client_optional_scopes.Batch": {
            "realm_id": "ml",
            "client_id": "${keycloak_openid_client.Batch.id}",
            "optional_scopes": scopes,
        },
    }


def test_offline_access_of_a_machine_is_refused() -> None:
    """A machine that may ask for a token without an end is named."""
    assert faults_of(MachineOffline(), resources(["email", "offline_access"])) == [
        "realm 'ml', client 'batch': it may ask for offline_access"
    ]


def test_other_scopes_and_people_pass() -> None:
    """A machine without the scope passes, and so does a client that logs people in alone."""
    assert faults_of(MachineOffline(), resources(["email"])) == []
    assert faults_of(MachineOffline(), resources(["offline_access"], machine=False)) == []
