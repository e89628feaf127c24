"""KC-TEAM-EVERY-MODEL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import EVERY_MODEL_PREFIX
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from constructs_lib.guardrails.keycloak.granted_roles import granted_roles
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["TeamEveryModel"]

_TEAM = "-team-"
_NARROW = frozenset(map(second_factor_role, SECOND_FACTORS))


class TeamEveryModel(Rule):
    """A team's file reaches the models that it names."""

    id = "KC-TEAM-EVERY-MODEL"
    info = "a team's file grants every model, or joins a group that does"
    why = "It reaches models of other teams, later ones too, whose owners were never asked."
    source = "ASVS 5.0 V8.2.1 and V8.3.1"
    remedy = "name the models, or let the environment's own file exempt it"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to roles for every model, and to groups of all teams that hold one, in the stacks of teams."""
        realms = {realm.stack for realm in configuration.resources("keycloak_realm")}
        teams = {stack.name for stack in configuration.stacks if _TEAM in stack.name} - realms
        wide_groups: set[str] = set()
        for grant in granted_roles(configuration):
            model, separator, _ = grant.role.partition(":")
            wide = grant.role not in _NARROW and (not separator or model == EVERY_MODEL_PREFIX)
            if wide and grant.by.stack in teams:
                yield grant.by.violation(f"a team's file grants '{grant.role}'")
            elif wide and grant.by.type == "keycloak_group_roles":
                wide_groups.update(_groups(configuration, grant.by, "group_id"))
        for membership in configuration.resources("keycloak_user_groups"):
            joined = sorted(wide_groups.intersection(_groups(configuration, membership, "group_ids")))
            if joined and membership.stack in teams:
                yield membership.violation(f"by a team's file somebody joins '{joined[0]}'")


def _groups(configuration: Configuration, resource: Resource, argument: str) -> Iterator[str]:
    """Yield the names of groups that a resource refers to: directly, or in the table that another stack puts out."""
    for symbol in resource.symbols(argument):
        group = configuration.target(symbol)
        name = group.text("name") if group else symbol.key
        if name:
            yield name
