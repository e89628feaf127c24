"""KC-EVENT-DETAILS."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule
from constructs_lib.guardrails.level import Level

__all__ = ["EventDetails"]


class EventDetails(FlagRule):
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
    types = ("keycloak_realm_events",)
    flag = "admin_events_details_enabled"
    right = False
    fault = "admin events record what was sent, secrets included"
