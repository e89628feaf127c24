"""KC-EVENTS."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.events_off import EventsOff
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

REALM: dict[str, dict[str, object]] = {"keycloak_realm.Realm": {"realm": "ml"}}


def events(**arguments: object) -> dict[str, dict[str, object]]:
    """Return a realm with events."""
    return {**REALM, "keycloak_realm_events.Events": {"realm_id": "${keycloak_realm.Realm.id}", **arguments}}


def test_a_realm_without_events_is_refused() -> None:
    """Keycloak records nothing by default."""
    assert faults_of(EventsOff(), REALM) == [
        "realm 'ml': events_enabled is not on",
        "realm 'ml': admin_events_enabled is not on",
    ]


def test_half_is_not_enough() -> None:
    """Logins without administration are refused, and so are events of another realm."""
    assert faults_of(EventsOff(), events(events_enabled=True)) == ["realm 'ml': admin_events_enabled is not on"]
    other = {
        "keycloak_realm_events.Events": {"realm_id": "other", "events_enabled": True, "admin_events_enabled": True}
    }
    assert len(faults_of(EventsOff(), {**REALM, **other})) == 2


def test_both_on_pass() -> None:
    """A realm that records both passes."""
    assert faults_of(EventsOff(), events(events_enabled=True, admin_events_enabled=True)) == []
