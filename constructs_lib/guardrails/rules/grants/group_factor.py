"""KC-GROUP-FACTOR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.second_factor_roles import second_factor_role
from constructs_lib.guardrails.keycloak.declared_groups import DeclaredGroups
from constructs_lib.guardrails.keycloak.declared_realms import declared_realms
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["GroupFactor"]


class GroupFactor(Rule):
    """Whoever is declared to need a second factor holds the role that asks for it."""

    id = "KC-GROUP-FACTOR"
    info = "a group that is declared to need a second factor does not call for it"
    why = (
        "The login asks the holders of a role. An override of the group's roles or members, a second list that owns "
        "them, or a count of 0 takes the role away, and a password alone lets them in."
    )
    source = "ASVS 5.0 V6.3.3, docs/how-to/second-factor.md"
    remedy = "leave the group, its roles and its members to the declaration"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to declared groups without their role, and to declared members who do not belong to them."""
        for declared in declared_realms(configuration):
            groups = DeclaredGroups(declared)
            for access in declared.declaration.accesses().values():
                for name, factor in access.second_factor.items():
                    group = groups.by_name.get(name)
                    if group is None:
                        yield declared.violation(f"the group '{name}' needs a second factor, and is not made for sure")
                        continue
                    yield from groups.lacks_role(group, second_factor_role(factor))
                    yield from groups.lacks_people(group)
