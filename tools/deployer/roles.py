"""Which roles of a realm's administration whoever plans, and whoever deploys, gets: the one place that says so.

Live tests take each of them away, and see that something fails without it.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["DEPLOYER_ROLES", "JOINING_ROLES", "PLANNER_ROLES", "VIEWING", "Duty", "roles_of"]


class Duty(StrEnum):
    """What a client is for."""

    PLANNER = "planner"
    DEPLOYER = "deployer"


PLANNER_ROLES = (
    "view-realm",
    "view-clients",
    "view-users",
    "view-identity-providers",
    "view-events",
    "view-organizations",
)
"""Roles of who plans and audits: all that view what a plan or an audit reads, and nothing that changes anything."""

DEPLOYER_ROLES = (
    "manage-realm",
    "manage-clients",
    "manage-users",
    "manage-identity-providers",
    "manage-events",
)
"""Roles of who deploys; who manages something may view it."""

JOINING_ROLES = (
    "view-realm",
    "manage-clients",
    "manage-users",
)
"""Roles of who deploys to a realm that somebody else owns: what is ours are clients, scopes, roles and groups."""

VIEWING = f"the roles {', '.join(PLANNER_ROLES[:-1])} and {PLANNER_ROLES[-1]} of realm-management"
"""The roles of who audits, in words."""


def roles_of(duty: Duty, *, joined: bool = False) -> tuple[str, ...]:
    """Return the roles of a duty, of the client `realm-management`, which the realm `master` calls `<realm>-realm`.

    Args:
        duty: What the client is for.
        joined: Somebody else owns the realm.
    """
    if duty is Duty.PLANNER:
        return PLANNER_ROLES
    return JOINING_ROLES if joined else DEPLOYER_ROLES
