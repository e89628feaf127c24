"""How long clients' tokens live."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.client_lifespan import ClientLifespan
from constructs_lib.guardrails.rules.tokens.machine_offline import MachineOffline
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("lifespan", "seconds"), [("901", 901), ("86400", 86400), ("-1", -1)])
def test_client_lifespan_long_lives_are_refused(lifespan: str, seconds: int) -> None:
    """More than 15 minutes is named, and so is a life as long as the session."""
    client = {"client_id": "batch", "access_token_lifespan": lifespan}

    assert faults_of(ClientLifespan(), {"keycloak_openid_client.Batch": client}) == [
        f"client 'batch': access_token_lifespan must be 1 to 900 seconds, got {seconds}"
    ]


@pytest.mark.parametrize("lifespan", ["900", "120", None, "${var.lifespan}"])
def test_client_lifespan_short_lives_pass(lifespan: str | None) -> None:
    """15 minutes and less pass, and so does the realm's lifespan."""
    client = {"client_id": "batch", "access_token_lifespan": lifespan}

    assert faults_of(ClientLifespan(), {"keycloak_openid_client.Batch": client}) == []


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


def test_machine_offline_access_is_refused() -> None:
    """A machine that may ask for a token without an end is named."""
    assert faults_of(MachineOffline(), resources(["email", "offline_access"])) == [
        "realm 'ml', client 'batch': it may ask for offline_access"
    ]


def test_machine_offline_other_scopes_and_people_pass() -> None:
    """A machine without the scope passes, and so does a client that logs people in alone."""
    assert faults_of(MachineOffline(), resources(["email"])) == []
    assert faults_of(MachineOffline(), resources(["offline_access"], machine=False)) == []
