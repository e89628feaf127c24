"""KC-ADMIN-ROLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.granted_roles import (
    EVERY_ROLE,
    granted_roles,
    is_management_client,
    opened_roles,
    with_literal_roles,
)
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.keycloak.granted_roles import GrantedRole
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["AdminRole"]

_REALM_ROLES = ("admin", "create-realm")
# Of the client `realm-management`, or `<realm>-realm` in the realm master; who reads clients reads their secrets.
_CLIENT_ROLES = (
    "realm-admin",
    "create-client",
    "impersonation",
    *(
        f"{verb}-{what}"
        for verb in ("manage", "view")
        for what in ("realm", "users", "clients", "events", "identity-providers", "authorization", "organizations")
    ),
    *(f"query-{what}" for what in ("realms", "users", "clients", "groups")),
)


class AdminRole(Rule):
    """Who calls models does not administer Keycloak."""

    id = "KC-ADMIN-ROLE"
    info = "a role of Keycloak's administration is granted"
    why = "With it, one stolen credential changes clients, people and grants: it is no role for a caller of models."
    source = "ASVS 5.0 V8.2.1, Keycloak guide 'Server Administration', Admin Console access control"
    remedy = "remove the role; let administrators log in to the realm master"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each grant of a role that changes or reads a realm, and to roles that nobody can tell."""
        for grant in granted_roles(configuration):
            if _administers(grant):
                every = "every role of realm-management" if grant.role == EVERY_ROLE else f"'{grant.role}'"
                yield grant.by.violation(f"it grants {every}, which administers Keycloak")
        for opened in opened_roles(configuration):
            if _administers(opened):
                yield opened.by.violation(f"it lets '{opened.role}', which administers Keycloak, into tokens")
        for grant_by_id in with_literal_roles(configuration):
            yield grant_by_id.violation("it names a role by an id written out, which may be any role's")


def _administers(grant: GrantedRole) -> bool:
    if grant.client is None:
        return grant.role in _REALM_ROLES
    if isinstance(grant.client, str):
        return is_management_client(grant.client)
    return grant.role in (*_CLIENT_ROLES, *_REALM_ROLES)  # of a client that is not known, if it is one's at all
