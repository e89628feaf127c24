"""KC-ADMIN-PERMISSION."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.granted_roles import client_names, is_management_client
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["AdminPermission"]

_PERMISSIONS = (
    "keycloak_group_admin_permissions",
    "keycloak_group_permissions",
    "keycloak_identity_provider_token_exchange_scope_permission",
    "keycloak_openid_client_admin_permissions",
    "keycloak_openid_client_permissions",
    "keycloak_role_admin_permissions",
    "keycloak_users_admin_permissions",
    "keycloak_users_permissions",
)
_CLIENT_OF_PERMISSIONS = "admin-permissions"


class AdminPermission(Rule):
    """Keycloak's administration is not handed on piece by piece."""

    id = "KC-ADMIN-PERMISSION"
    info = "a permission of Keycloak's administration is delegated"
    why = (
        "Fine-grained permissions let callers manage, map or impersonate users and clients, or trade tokens of an "
        "identity provider, without any role that a review would notice."
    )
    source = "ASVS 5.0 V8.2.1, Keycloak guide 'Server Administration', 'Fine-grained admin permissions'"
    remedy = "remove the permission; let administrators log in to the realm master"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each resource of such permissions, and to policies of the clients that keep them."""
        for resource in configuration.resources():
            if not resource.type.startswith("keycloak_"):
                continue
            if resource.type in _PERMISSIONS:
                yield resource.violation("it delegates administration of Keycloak")
            elif resource.type == "keycloak_realm" and resource.is_true("admin_permissions_enabled"):
                yield resource.violation("admin_permissions_enabled is on")
            for name in client_names(configuration, resource, "resource_server_id"):
                if isinstance(name, str) and (is_management_client(name) or name == _CLIENT_OF_PERMISSIONS):
                    yield resource.violation(f"it decides about '{name}', which administers Keycloak")
