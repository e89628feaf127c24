"""KC-OFFLINE-UNDECLARED."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.client_scopes import ClientScopes
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["OfflineUndeclared"]

_OFFLINE = "offline_access"
_END = "client_offline_session_max_lifespan"


class OfflineUndeclared(Rule):
    """Only applications and self-registered clients that are declared to have offline access may ask for it."""

    id = "KC-OFFLINE-UNDECLARED"
    info = "a client may ask for offline access that is not declared"
    why = "An offline token outlives the session, and often the reason for which somebody was let in."
    source = "ASVS 5.0 V10.4.8, RFC 9700 section 2.2.2"
    remedy = "declare the application (or client_registration) with offline_access: true, or leave the scope out"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to people's clients with the scope that are no applications, or whose offline sessions do not end."""
        scopes = ClientScopes(configuration)
        declared = any(_registers_offline(each.declaration) for each in configuration.declared)
        for client in configuration.resources("keycloak_openid_client"):
            if client.is_true("service_accounts_enabled") or _OFFLINE not in scopes.of(client).names:
                continue
            if "/Applications/" not in client.path or not client.is_set(_END):
                yield client.violation(f"it may ask for {_OFFLINE}, which is not declared")
            else:
                declared = True
        for assignment in scopes.of_others():
            if any(_OFFLINE in assignment.texts(argument) for argument in ("default_scopes", "optional_scopes")):
                yield assignment.violation(f"a client of Keycloak's own may ask for {_OFFLINE}")
        for roles in () if declared else configuration.resources("keycloak_default_roles"):
            if _OFFLINE in roles.texts("default_roles"):
                yield roles.violation(f"everybody has the role {_OFFLINE}, which no application needs")


def _registers_offline(declaration: Declaration) -> bool:
    registration = declaration.realm.client_registration
    return registration is not None and registration.offline_access
