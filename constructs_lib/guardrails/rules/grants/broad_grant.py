"""KC-BROAD-GRANT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.model_action import is_every_model
from constructs_lib.guardrails.keycloak.granted_roles import granted_roles, is_access_role
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BroadGrant"]

_TEAM = "-team-"  # in the name of a team's stack
_MANAGE = "manage"


class BroadGrant(Rule):
    """Nobody manages every model, and no team opens those of others."""

    id = "KC-BROAD-GRANT"
    info = "somebody may manage every model, or a team opens all of them to somebody"
    why = "The grant covers models that do not exist yet, of teams that were never asked."
    source = "ASVS 5.0 V8.2.1 and V10.4.11"
    remedy = "grant each model by name"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to grants of the role behind `"*": [manage]`, and to a team's of the one behind `every_model`."""
        access = {role.text("name") for role in configuration.resources("keycloak_role") if is_access_role(role)}
        for grant in granted_roles(configuration):
            model, _, action = grant.role.rpartition(":")
            if is_every_model(model) and action == _MANAGE:
                yield grant.by.violation(f"'{grant.role}' manages every model")
            elif grant.role in access and _TEAM in grant.by.stack:
                yield grant.by.violation(f"'{grant.role}' opens every model of every team")
