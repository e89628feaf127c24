"""The client role that grants every model, and the client scope that gates it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import GenericRoleMapper, OpenidClientScope, Role
from constructs_lib.declaration.token_mappers import api_mappers
from constructs_lib.terraform.claims import add_mapper
from constructs_lib.terraform.order import goes_last
from constructs_lib.terraform.scope_metadata import set_scope_metadata

if TYPE_CHECKING:
    from constructs_lib.declaration.props import ApiProps
    from constructs_lib.realm.any_realm import AnyRealm
    from constructs_lib.realm.api_client import ApiClient
    from constructs_lib.terraform.context import Context

__all__ = ["AccessRole"]


class AccessRole(Construct):
    """A role of the API's client, for gateways and teams that need no finer grant.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        client: The API's client.
        props: The API, whose access role it is.
        context: Declares it, alone or among others: then the scope says that a token is for it.

    Attributes:
        id: Keycloak's id of the role (token).
        name: Name of the role (token).
        scope: Name of the client scope that other clients ask for (token).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: AnyRealm,
        client: ApiClient,
        props: ApiProps,
        context: Context,
    ) -> None:
        super().__init__(scope, id)
        name, several = props.access_role, bool(context.declaration.apis)
        role = Role(self, "Role", realm_id=realm.id, client_id=client.uuid, name=name, lifecycle=goes_last())
        text = f"every model of {props.display_name or props.client_id}" if several else "every model"
        role.add_override("description", f"May call {text}")  # missing in bindings from a schema without texts
        self.id: str = role.id
        self.name: str = role.name
        gate = OpenidClientScope(
            self,
            "Scope",
            realm_id=realm.id,
            name=name,
            include_in_token_scope=True,
            consent_screen_text=f"Call {text}",
        )
        set_scope_metadata(gate, context)
        GenericRoleMapper(self, "Gate", realm_id=realm.id, client_scope_id=gate.id, role_id=role.id)
        for mapper in api_mappers(props) if several else ():
            add_mapper(self, mapper.name, mapper, realm_id=realm.id, client_scope_id=gate.id)
        self.scope: str = gate.name
