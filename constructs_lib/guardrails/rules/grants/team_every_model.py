"""KC-TEAM-EVERY-MODEL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.team_grants import EVERY_ACTION
from constructs_lib.declaration.model_action import is_every_model
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from constructs_lib.guardrails.keycloak.granted_roles import granted_roles, is_access_role
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["TeamEveryModel"]

_TEAM = "-team-"
# Arguments that say which group somebody joins; members of a group below one have its roles, too.
_MEMBERSHIPS = {
    "keycloak_user_groups": "group_ids",
    "keycloak_group_memberships": "group_id",
    "keycloak_default_groups": "group_ids",
    "keycloak_group": "parent_id",
}
_NARROW = frozenset(map(second_factor_role, SECOND_FACTORS))


class TeamEveryModel(Rule):
    """A team's file reaches the models that it names."""

    id = "KC-TEAM-EVERY-MODEL"
    info = "a team's file grants every model, or joins a group that does"
    why = "It reaches models of other teams, later ones too, whose owners were never asked."
    source = "ASVS 5.0 V8.2.1 and V8.3.1"
    remedy = "name the models, or let the environment's own file exempt it, with the actions that it allows"
    bounded = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to roles for every model, and to whoever joins a group that holds one, in the stacks of teams."""
        realms = {realm.stack for realm in configuration.resources("keycloak_realm")}
        teams = {stack.name for stack in configuration.stacks if _TEAM in stack.name} - realms
        access = {role.text("name") for role in configuration.resources("keycloak_role") if is_access_role(role)}
        bound = {pair.bound for each in configuration.declared for pair in each.policy.model_actions}
        wide_groups: dict[str, frozenset[str]] = {}
        for grant in granted_roles(configuration):
            model, separator, action = grant.role.rpartition(":")
            if (
                grant.role in _NARROW
                or (grant.role in bound and grant.client)
                or (separator and not is_every_model(model))
            ):
                continue
            actions = frozenset({EVERY_ACTION if grant.role in access else action or grant.role})
            if grant.by.stack in teams:
                fault = f"a team's file grants '{grant.role}'"
                yield Violation(grant.by.subject, fault, actions=actions)
            if grant.by.type == "keycloak_group_roles":
                for group in _groups(configuration, grant.by, "group_id"):
                    wide_groups[group] = wide_groups.get(group, frozenset()) | actions
        for membership in configuration.resources(*_MEMBERSHIPS):
            for group in sorted(set(_groups(configuration, membership, _MEMBERSHIPS[membership.type]))):
                if group in wide_groups and membership.stack in teams:
                    fault = f"by a team's file somebody joins '{group}'"
                    yield Violation(membership.subject, fault, actions=wide_groups[group])


def _groups(configuration: Configuration, resource: Resource, argument: str) -> Iterator[str]:
    """Yield the names of groups that a resource refers to: directly, or in the table that another stack puts out."""
    for group_id in resource.followed(argument):
        targets = [each for each in configuration.targets(group_id) if each.type == "keycloak_group"]
        keys = {source.key for source in group_id.sources()} if isinstance(group_id, Symbol) else set()
        for name in [group.text("name") for group in targets] or sorted(key for key in keys if key):
            if name:
                yield name
