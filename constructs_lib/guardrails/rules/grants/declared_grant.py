"""KC-DECLARED-GRANT."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from constructs_lib.declaration.model_names import as_declared
from constructs_lib.declaration.second_factor_roles import second_factor_role
from constructs_lib.guardrails.keycloak.declared_realms import declared_realms
from constructs_lib.guardrails.keycloak.granted_roles import granted_roles, opened_roles
from constructs_lib.guardrails.keycloak.planned_grants import grants_beyond_code
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.guardrails.keycloak.declared_realms import DeclaredRealm
    from constructs_lib.guardrails.keycloak.granted_roles import GrantedRole
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["DeclaredGrant"]

# The constructs of ours that grant, by what is said of them at the end of their paths.
_OF_ONE = re.compile(r"/(?P<kind>Groups|People)/(?P<name>[^/]+)/Roles\Z")
_OF_CONSUMER = re.compile(r'/Consumers/Roles\["(?P<name>[^"]+)"\]\Z')
_TEAM = "-team-"  # in the name of a team's stack


class DeclaredGrant(Rule):
    """Whoever is declared gets the declared roles, and a team what is open to it."""

    id = "KC-DECLARED-GRANT"
    info = "a grant of what is declared has another role, or a team's stack one of a model that is not open to it"
    why = (
        "An override of a table of roles, or of consumers, gives somebody more than the declaration says, and than "
        "anybody who reviewed it has seen."
    )
    source = "ASVS 5.0 V8.2.1"
    remedy = "grant it in the declaration, and remove the override"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to roles of declared grants that the declaration does not give, and to those of others' models."""
        yield from grants_beyond_code(configuration)
        grants = list(granted_roles(configuration))
        for declared in declared_realms(configuration):
            expected = _expected(declared)
            for grant in grants:
                key = _granted_by(grant)
                if key is None or not (len(configuration.declared) == 1 or declared.has(grant.by)):
                    continue
                if key not in expected:
                    if key[0] == "Consumers":
                        yield grant.by.violation(f"it is of a consumer '{key[1]}', which is not declared")
                elif grant.role not in expected[key]:
                    yield grant.by.violation(f"it grants '{grant.role}', which the declaration does not")
            yield from _of_teams(declared, grants)


def _granted_by(grant: GrantedRole) -> tuple[str, str] | None:
    if found := _OF_ONE.search(grant.by.path):
        return found["kind"], found["name"]
    found = _OF_CONSUMER.search(grant.by.path)
    return ("Consumers", found["name"]) if found else None


def _expected(declared: DeclaredRealm) -> Mapping[tuple[str, str], frozenset[str]]:
    policy, found = declared.checked.policy, dict[tuple[str, str], frozenset[str]]()
    for access in declared.declaration.accesses().values():
        for name, grants in access.groups.items():
            factor = access.second_factor.get(name)
            found["Groups", name] = frozenset(
                (*policy.roles(grants), *([second_factor_role(factor)] if factor else ()))
            )
        for name, person in access.people.items():
            found["People", name] = frozenset(policy.roles(person.grants, every_model=person.every_model))
        for name, consumer in access.consumers.items():
            roles = frozenset(policy.roles(consumer.grants, every_model=consumer.every_model))
            found |= {("Consumers", client_id): roles for client_id in consumer.client_ids(name)}
    return found


def _of_teams(declared: DeclaredRealm, grants: Sequence[GrantedRole]) -> Iterator[Violation]:
    policy = declared.checked.policy
    for grant in chain(grants, opened_roles(declared.configuration)):
        stack = grant.by.stack
        team = max((each for each in declared.declaration.teams if stack.endswith(_TEAM + each)), key=len, default="")
        pair = policy.names.allowed_by(grant.role)
        named = {pair.model} if pair else _models_named(grant.role)
        if team and any(not policy.is_open(each, team) for each in named & declared.declaration.models.keys()):
            yield grant.by.violation(f"it has '{grant.role}', and the model is not open to team '{team}'")


def _models_named(role: str) -> set[str]:
    """Return every model that the name of a role that is not declared may mean, wherever it ends."""
    parts = role.split(":")
    return {as_declared(":".join(parts[:end])) for end in range(1, len(parts) + 1)}
