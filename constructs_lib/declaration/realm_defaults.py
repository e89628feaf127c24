"""What Keycloak gives to everybody and to every client of a realm, and what of it a declaration leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import OFFLINE_ACCESS

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

__all__ = ["BUILT_IN_CLIENTS", "LOGGING_IN_CLIENTS", "NEW_CLIENT_SCOPES", "OWN_ACCOUNT_ROLES", "realm_default_roles"]

LOGGING_IN_CLIENTS = ("account", "account-console", "admin-cli", "security-admin-console")
"""Keycloak's own clients that log somebody in, from which every optional scope is taken.

`broker` and `realm-management` are bearer-only: Keycloak gives them no token.
"""

BUILT_IN_CLIENTS = frozenset({*LOGGING_IN_CLIENTS, "broker", "realm-management"})
"""Clients that Keycloak makes with every realm."""

NEW_CLIENT_SCOPES = ("basic",)
"""Default scopes of a new client; `basic` brings `sub`, and nothing about anybody. It has no optional ones."""

OWN_ACCOUNT_ROLES = ("account/manage-account", "account/view-profile")
"""By which people see to their own account."""


def realm_default_roles(declaration: Declaration) -> tuple[str, ...]:
    """Return the realm's own roles that everybody has: `offline_access` where an application may need it.

    Args:
        declaration: What is declared.
    """
    registration = declaration.realm.client_registration
    offline = (registration is not None and registration.offline_access) or any(
        application.offline_access
        for access in declaration.accesses().values()
        for application in access.applications.values()
    )
    return (OFFLINE_ACCESS,) if offline else ()
