"""KC-UNDECLARED-ROLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.granted_roles import (
    EVERY_ROLE,
    granted_by_id,
    granted_roles,
    named_roles,
)
from constructs_lib.guardrails.keycloak.made_things import realm_of
from constructs_lib.guardrails.keycloak.our_things import OurThings
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.keycloak.granted_roles import GrantedRole
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["UndeclaredRole"]

_ROLE = "keycloak_role"
# KC-REALM-DEFAULT knows the realm's default roles, and rules about tokens what mappers of clients write there.
_OF_OTHER_RULES = frozenset(
    {"keycloak_default_roles", "keycloak_generic_client_protocol_mapper", "keycloak_generic_protocol_mapper"}
)


class UndeclaredRole(Rule):
    """Whoever gets a role gets one that is in the code."""

    id = "KC-UNDECLARED-ROLE"
    info = "somebody is granted a role that no stack makes"
    why = (
        "A role that was made by hand may bring any other, those of Keycloak's administration too, and more tomorrow: "
        "a data source, or a name, shows nothing of that."
    )
    source = "ASVS 5.0 V8.2.1, Keycloak guide 'Server Administration', 'Composite roles'"
    remedy = "make the role in the code, and refer to it; or exempt it with what it brings"
    gives_way = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each grant, and each composite, of a role that a data source finds, or that is named alone."""
        ours = OurThings(configuration)
        made = _Made(configuration)
        for grant in granted_roles(configuration):
            if not (ours.have(grant.by) or grant.by.type in _OF_OTHER_RULES or made.has(grant)):
                named = granted_by_id(grant.by.type) or "role"
                yield Violation(grant.by.subject, f"it grants '{grant.role}', which no stack makes", argument=named)
        for resource in configuration.resources():
            argument = granted_by_id(resource.type)
            if argument is None or ours.have(resource):
                continue
            if _is_unnamed(configuration, resource.followed(argument)):
                yield Violation(resource.subject, f"{argument} has a role whose name no rule sees", argument=argument)


def _is_unnamed(configuration: Configuration, values: list[Value]) -> bool:
    """Tell whether a value is the id of a role that a data source finds, by a name that only an apply knows."""
    found = (each for value in values for each in configuration.targets(value) if each.type == _ROLE)
    return any(each.address.startswith("data.") and each.text("name") is None for each in found)


class _Made:
    """The roles that stacks make for sure, by realm, name and client."""

    def __init__(self, configuration: Configuration) -> None:
        self._names = set[tuple[str, str]]()
        self._of = set[tuple[str, str, str | None]]()
        for role in configuration.resources(_ROLE):
            realm = realm_of(role)
            for named in named_roles(configuration, role) if role.decided_by is None else ():
                self._names.add((realm, named.role))
                if not isinstance(named.client, Symbol):
                    self._of.add((realm, named.role, named.client))

    def has(self, grant: GrantedRole) -> bool:
        """Tell whether a stack makes the role that is granted; of a client that is not known, one of the name."""
        if grant.role == EVERY_ROLE:
            return True  # KC-HANDED-ON objects
        realm = realm_of(grant.by)
        if isinstance(grant.client, Symbol):
            return (realm, grant.role) in self._names
        # Keycloak reads `a.b` as the role of a client, or as the name of a realm's role.
        dotted = f"{grant.client}.{grant.role}"
        return (realm, grant.role, grant.client) in self._of or (realm, dotted, None) in self._of
