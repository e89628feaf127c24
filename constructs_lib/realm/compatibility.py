"""Claims of before in the tokens of declared clients."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import DataKeycloakRole, GenericRoleMapper, OpenidClientScope
from constructs_lib.declaration.token_mappers import compatibility_mappers
from constructs_lib.declaration.token_settings import COMPATIBILITY_SCOPE, REALM_ROLES_SCOPE
from constructs_lib.realm.settled_realm import settled_realm_id
from constructs_lib.terraform.claims import add_mapper
from constructs_lib.terraform.scope_metadata import set_scope_metadata
from constructs_lib.terraform.terraform_map import TerraformMap

if TYPE_CHECKING:
    from constructs_lib.realm.any_realm import AnyRealm
    from constructs_lib.terraform.context import Context

__all__ = ["Compatibility"]


class Compatibility(Construct):
    """Client scopes that every declared client has, where services read claims of before.

    One writes the claims. Another lets realm roles into them: Keycloak leaves a scope out for whoever has none of the
    roles that are mapped to it, so that the same one would take all claims away from these.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        context: Declares which claims.

    Attributes:
        scopes: Names of the client scopes (tokens), for default scopes of clients.
    """

    def __init__(self, scope: Construct, id: str, *, realm: AnyRealm, context: Context) -> None:
        super().__init__(scope, id)
        props = context.declaration.realm.compatibility
        self.scopes: tuple[str, ...] = ()
        if mappers := compatibility_mappers(props):
            written = self._create_scope("Claims", COMPATIBILITY_SCOPE, realm, context)
            for mapper in mappers:
                # What Keycloak fills in is no expression of Terraform's.
                config = {key: value.replace("${", "$${") for key, value in mapper.config.items()}
                literal = replace(mapper, config=config)
                add_mapper(self, mapper.name, literal, realm_id=realm.id, client_scope_id=written.id)
        if props.realm_access:
            opening = self._create_scope("RealmRoles", REALM_ROLES_SCOPE, realm, context)
            self._open(opening, props.realm_access, realm)

    def _create_scope(self, id: str, name: str, realm: AnyRealm, context: Context) -> OpenidClientScope:
        name = context.declaration.realm.in_realm(name)
        client_scope = OpenidClientScope(self, id, realm_id=realm.id, name=name, include_in_token_scope=False)
        set_scope_metadata(client_scope, context)
        self.scopes = (*self.scopes, client_scope.name)
        return client_scope

    def _open(self, opening: OpenidClientScope, names: tuple[str, ...], realm: AnyRealm) -> None:
        roles = TerraformMap(self, "Roles", {name: {} for name in names})
        found = roles.create_for_each(
            DataKeycloakRole(self, "Role", realm_id=settled_realm_id(self, realm), name="${each.key}")
        )
        gate = GenericRoleMapper(
            self, "Gate", realm_id=realm.id, client_scope_id=opening.id, role_id=found.of_key("id")
        )
        roles.create_for_each(gate)
