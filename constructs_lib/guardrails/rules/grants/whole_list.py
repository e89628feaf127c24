"""KC-WHOLE-LIST."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["WholeList"]

# What Keycloak itself gives to everybody: a list of no more takes nothing away but this.
_OF_KEYCLOAK = {"offline_access", "uma_authorization", "account/manage-account", "account/view-profile"}


class WholeList(Rule):
    """A list that others add to is not owned by one resource."""

    id = "KC-WHOLE-LIST"
    level = Level.WARNING
    info = "a resource owns a whole list"
    why = (
        "It takes away every member or default that it does not list: those of other stacks, a directory or a "
        "provider, and Keycloak's own."
    )
    source = "provider resources keycloak_group_memberships, keycloak_default_roles"
    remedy = "use keycloak_user_groups or keycloak_user_roles with exhaustive = false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each resource that has no other way, but for default roles that are Keycloak's own."""
        for owner in configuration.resources("keycloak_group_memberships", "keycloak_default_roles"):
            listed = owner.value("default_roles")
            if isinstance(listed, list) and all(isinstance(role, str) and role in _OF_KEYCLOAK for role in listed):
                continue
            yield owner.violation(f"{owner.type} takes away what it does not list")
