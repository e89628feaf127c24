"""KC-TEAM-GROUP."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.places import located
from constructs_lib.guardrails.keycloak.declared_groups import DeclaredGroups
from constructs_lib.guardrails.keycloak.declared_realms import declared_realms
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import AccessProps
    from constructs_lib.guardrails.keycloak.declared_realms import DeclaredRealm
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["TeamGroup"]


class TeamGroup(Rule):
    """What applications read about people, the environment's own file says."""

    id = "KC-TEAM-GROUP"
    info = "a team's file says which groups people are in for an application that is not the team's"
    why = (
        "Applications with groups_claim decide by names, such as 'admins': whoever chooses a group's name, or who is "
        "in it, may make an administrator there."
    )
    source = "ASVS 5.0 V8.2.1 and V8.3.1"
    remedy = (
        "declare the group, or the person, in the environment's own file, or let that file exempt it, with the name "
        "in arguments"
    )
    by_argument = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to groups that teams make, and to people whom they put into others' groups, where others read them."""
        for declared in declared_realms(configuration):
            every = list(located(declared.declaration))
            readers = [
                (path, name)
                for path, access in every
                for name, application in access.applications.items()
                if application.groups_claim
            ]
            for path, access in every:
                reader = next((name for of, name in readers if of != path), None)
                if path and reader is not None:
                    yield from _of_team(declared, path, access, reader)


def _of_team(declared: DeclaredRealm, path: Path, access: AccessProps, reader: str) -> Iterator[Violation]:
    groups = DeclaredGroups(declared)
    for name in access.groups:
        made = groups.by_name.get(name)
        fault = f"group '{name}' of team '{path[1]}': application '{reader}' reads its name, which the team chose"
        yield replace(made.violation(fault) if made else declared.violation(fault), named=name)
    for username, person in access.people.items():
        joined = next(groups.memberships(username), None)
        for name in person.groups:
            if name in access.groups:
                continue
            fault = f"team '{path[1]}' puts person '{username}' into '{name}', whose name application '{reader}' reads"
            yield replace(joined.violation(fault) if joined else declared.violation(fault), named=name)
