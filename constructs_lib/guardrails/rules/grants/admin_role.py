"""KC-ADMIN-ROLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.granted_roles import EVERY_ROLE, granted_roles
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.keycloak.granted_roles import GrantedRole
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.symbol import Symbol
    from constructs_lib.guardrails.violation import Violation

__all__ = ["AdminRole"]

_REALM_ROLES = ("admin", "create-realm")
# Of the client `realm-management`, or `<realm>-realm` in the realm master.
_CLIENT_ROLES = (
    "realm-admin",
    "manage-realm",
    "manage-users",
    "manage-clients",
    "manage-events",
    "manage-identity-providers",
    "manage-authorization",
    "create-client",
    "impersonation",
)


class AdminRole(Rule):
    """Who calls models does not administer Keycloak."""

    id = "KC-ADMIN-ROLE"
    info = "a role of Keycloak's administration is granted"
    why = "With it, one stolen credential changes clients, people and grants: it is no role for a caller of models."
    source = "ASVS 5.0 V8.2.1, Keycloak guide 'Server Administration', Admin Console access control"
    remedy = "remove the role; let administrators log in to the realm master"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each grant of a role that changes a realm."""
        for grant in granted_roles(configuration):
            if _administers(grant):
                every = "every role of realm-management" if grant.role == EVERY_ROLE else f"'{grant.role}'"
                yield grant.by.violation(f"it grants {every}, which administers Keycloak")


def _administers(grant: GrantedRole) -> bool:
    if grant.client is None:
        return grant.role in _REALM_ROLES
    if not _may_administer(grant.client):
        return False
    return grant.role in _CLIENT_ROLES or (grant.role == EVERY_ROLE and isinstance(grant.client, str))


def _may_administer(client: str | Symbol | None) -> bool:
    """Tell whether a client's roles, or the realm's, are Keycloak's own; a client that is not known may be it."""
    return not isinstance(client, str) or client == "realm-management" or client.endswith("-realm")
