"""KC-EVENTS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["EventsOff"]

_SHORTEST_S = 24 * 3600


class EventsOff(Rule):
    """Logins and administration are recorded."""

    id = "KC-EVENTS"
    info = "login or admin events are not recorded"
    why = "After an incident nobody can tell who logged in and who changed what; Keycloak records nothing by default."
    source = "ASVS 5.0 V16.2, Keycloak guide 'Auditing events'"
    remedy = "add a keycloak_realm_events with events_enabled and admin_events_enabled, kept for a day or longer"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each realm that no `keycloak_realm_events` turns both on for, or whose events go within a day."""
        for realm in configuration.resources("keycloak_realm"):
            events = list(configuration.of_realm(realm, "keycloak_realm_events"))
            for argument in ("events_enabled", "admin_events_enabled"):
                if not any(each.is_true(argument) for each in events):
                    yield realm.violation(f"{argument} is not on")
            for each in events:
                kept = each.number("events_expiration")
                if kept is not None and 0 < kept < _SHORTEST_S:  # 0 keeps them for ever
                    yield each.violation(f"events_expiration is {kept:g} seconds, less than a day")
