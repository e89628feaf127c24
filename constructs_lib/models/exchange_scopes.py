"""Client scopes with which an application asks for a token that a consumer may trade (RFC 8693)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import OpenidClientScope
from constructs_lib.declaration.token_mappers import audience_mapper
from constructs_lib.terraform.claims import add_mapper
from constructs_lib.terraform.order import goes_last
from constructs_lib.terraform.scope_metadata import set_scope_metadata
from constructs_lib.terraform.terraform_map import TerraformMap

if TYPE_CHECKING:
    from constructs_lib.terraform.context import Context
    from constructs_lib.terraform.references import RealmReference

__all__ = ["ExchangeScopes"]


class ExchangeScopes(Construct):
    """Client scopes `exchange.<consumer>`, which put the consumer into a token's `aud`.

    Keycloak lets a client trade tokens that name it there, and no others. Tokens asked for without the scope keep the
    API as their only audience. The scopes stand with the models, not with the consumers: an application may be declared
    for all teams, and the consumer by one.

    Args:
        scope: Parent construct.
        id: Construct id.
        context: Declares who trades tokens.
        realm: The realm layer, in this stack or another.

    Attributes:
        address: Terraform address of the scopes, a map.
    """

    def __init__(self, scope: Construct, id: str, *, context: Context, realm: RealmReference) -> None:
        super().__init__(scope, id)
        policy = context.policy
        entries = TerraformMap(
            self, "Exchanging", {name: {"scope": policy.exchange_scope(name)} for name in policy.exchanging}
        )
        clients = TerraformMap(
            self,
            "Clients",
            {client_id: {"consumer": name} for name, ids in policy.exchanging.items() for client_id in ids},
        )
        client_scope = OpenidClientScope(
            self,
            "Scope",
            realm_id=realm.realm_id,
            name="${each.value.scope}",
            include_in_token_scope=True,
            consent_screen_text="${each.key} may call models on your behalf",
            lifecycle=goes_last(),
        )
        set_scope_metadata(client_scope, context)
        scopes = entries.create_for_each(client_scope)
        audience = add_mapper(
            self,
            "Audience",
            audience_mapper("${each.key}"),
            realm_id=realm.realm_id,
            client_scope_id=scopes.of_field("consumer", "id"),
        )
        clients.create_for_each(audience)
        self.address = scopes.address
