"""What everybody in the realm may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import DefaultRoles as KeycloakDefaultRoles
from constructs_lib.declaration.realm_defaults import OWN_ACCOUNT_ROLES, realm_default_roles

if TYPE_CHECKING:
    from constructs_lib.realm.secured_realm import SecuredRealm
    from constructs_lib.terraform.context import Context

__all__ = ["DefaultRoles"]


class DefaultRoles(Construct):
    """Roles that Keycloak gives to every account: people see to their own, and nothing else.

    Keycloak's default also has `offline_access`, without which it issues no refresh token that outlives a session,
    whatever a client asks for; and `uma_authorization`, for its Authorization Services, which nothing here uses.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        context: What to create: an application may be declared to have offline access.
    """

    def __init__(self, scope: Construct, id: str, *, realm: SecuredRealm, context: Context) -> None:
        super().__init__(scope, id)
        own_account = OWN_ACCOUNT_ROLES if context.features.client_default_roles else ()
        KeycloakDefaultRoles(
            self,
            "Roles",
            realm_id=realm.id,
            default_roles=[*own_account, *realm_default_roles(context.declaration)],
        )
