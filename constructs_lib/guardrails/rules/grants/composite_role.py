"""KC-COMPOSITE-ROLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.realm_defaults import BUILT_IN_CLIENTS
from constructs_lib.guardrails.keycloak.declared_realms import declared_realms
from constructs_lib.guardrails.keycloak.granted_roles import client_names, is_management_client
from constructs_lib.guardrails.keycloak.login_roles import SECOND_FACTOR_ROLES
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from constructs_lib.guardrails.keycloak.declared_realms import DeclaredRealm
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["CompositeRole"]

_ROLE, _BROUGHT = "keycloak_role", "composite_roles"
_EVERYBODYS = "default-roles-"
_OF_REALMS = frozenset({"offline_access", "uma_authorization", "admin", "create-realm"})


class CompositeRole(Rule):
    """A role brings what it is declared to bring."""

    id = "KC-COMPOSITE-ROLE"
    info = "a role takes over one of Keycloak's own, or brings others that are not declared"
    why = (
        "Everybody holds default-roles-<realm>, and somebody each role that is declared: whoever makes one of them "
        "composite grants other roles to all its holders, and no grant shows it."
    )
    source = "ASVS 5.0 V8.2.1, Keycloak guide 'Server Administration', 'Composite roles'"
    remedy = "remove import and composite_roles, and grant the role to a group"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to roles that are taken over, to Keycloak's own ones, and to composites that are not declared."""
        for role in configuration.resources(_ROLE):
            if role.is_set("import") and not role.is_false("import"):
                yield role.violation("it takes over a role that exists, and what its holders may do")
            if _is_keycloaks(configuration, role):
                yield role.violation("it is one of Keycloak's own")
        for declared in declared_realms(configuration):
            policy = declared.checked.policy
            composites, ours = policy.composites, policy.all_roles | SECOND_FACTOR_ROLES | {BROKERED_ROLE}
            for role in declared.some(_ROLE):
                if role.text("name") in ours:
                    yield from _of_ours(declared, role, composites)


def _of_ours(declared: DeclaredRealm, role: Resource, composites: Mapping[str, Collection[str]]) -> Iterator[Violation]:
    value = role.value(_BROUGHT)
    items = value if isinstance(value, list) else [] if value is None else [value]
    brought = [found.text("name") if (found := declared.referred(item)) is not None else None for item in items]
    more = [name or "…" for name in brought if name not in composites.get(role.text("name") or "", ())]
    if more:
        yield role.violation(f"its holders get the role '{more[0]}', too, which is not declared")


def _is_keycloaks(configuration: Configuration, role: Resource) -> bool:
    if role.value("client_id") in (None, ""):
        name = role.value("name")
        spelled = (name.pattern if isinstance(name, Symbol) else str(name)) or ""
        return spelled.lower().startswith(_EVERYBODYS) or spelled in _OF_REALMS
    clients = [each for each in client_names(configuration, role, "client_id") if isinstance(each, str)]
    return any(each in BUILT_IN_CLIENTS or is_management_client(each) for each in clients)
