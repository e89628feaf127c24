"""KC-EVENT-DETAILS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Level, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["EventDetails"]


class EventDetails(Rule):
    """Admin events are recorded without what was sent."""

    id = "KC-EVENT-DETAILS"
    level = Level.WARNING
    info = "admin events record what was sent"
    why = (
        "The details of an admin event hold the request, a new client's secret or a person's data included, in the "
        "database in clear text."
    )
    source = "ASVS 5.0 V16.2.5"
    remedy = "set admin_events_details_enabled to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of events with details."""
        for events in configuration.resources("keycloak_realm_events"):
            if events.is_true("admin_events_details_enabled"):
                yield events.violation("admin events record what was sent, secrets included")
