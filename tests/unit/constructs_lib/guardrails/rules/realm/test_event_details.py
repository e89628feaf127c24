"""KC-EVENT-DETAILS."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.event_details import EventDetails
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_details_are_named() -> None:
    """Details that are on are named."""
    events = {"realm_id": "ml", "admin_events_details_enabled": True}

    assert faults_of(EventDetails(), {"keycloak_realm_events.Events": events}) == [
        "realm 'ml', keycloak_realm_events: admin events record what was sent, secrets included"
    ]


@pytest.mark.parametrize("on", [False, None, "${var.on}"])
def test_no_details_pass(on: object) -> None:
    """Details that are off, by choice or by default, pass."""
    events = {"realm_id": "ml", "admin_events_details_enabled": on}

    assert faults_of(EventDetails(), {"keycloak_realm_events.Events": events}) == []
