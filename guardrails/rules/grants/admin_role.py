"""KC-ADMIN-ROLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guardrails.keycloak.granted_roles import granted_roles
from guardrails.rule import Rule
from guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guardrails.terraform.configuration import Configuration
    from guardrails.violation import Violation

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
            if grant.client is None:
                found = grant.role in _REALM_ROLES
            else:
                administers = isinstance(grant.client, Symbol) or grant.client.endswith(("realm-management", "-realm"))
                found = administers and grant.role in _CLIENT_ROLES
            if found:
                yield grant.by.violation(f"it grants '{grant.role}', which administers Keycloak")
