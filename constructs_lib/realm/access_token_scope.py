"""The client scope that shapes every access token for the API (RFC 9068)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import OpenidClientScope
from constructs_lib.declaration.token_mappers import token_scope_mappers
from constructs_lib.declaration.token_settings import TOKEN_SCOPE
from constructs_lib.terraform.claims import add_mapper
from constructs_lib.terraform.scope_metadata import set_scope_metadata

if TYPE_CHECKING:
    from constructs_lib.realm.any_realm import AnyRealm
    from constructs_lib.terraform.context import Context

__all__ = ["AccessTokenScope"]


class AccessTokenScope(Construct):
    """Subject, audience, flat roles and `client_id` in the access token, and nothing else about its holder.

    Of several APIs, scopes of their models bring the audience.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        context: Declares the API, whose identifier becomes `aud` and whose client roles become `roles`, or several.

    Attributes:
        client_scope: The client scope.
        name: Its name (token), for a client's default scopes.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: AnyRealm,
        context: Context,
    ) -> None:
        super().__init__(scope, id)
        self.client_scope = OpenidClientScope(
            self,
            "ClientScope",
            realm_id=realm.id,
            name=context.declaration.realm.in_realm(TOKEN_SCOPE),
            include_in_token_scope=False,
        )
        set_scope_metadata(self.client_scope, context)
        self.name: str = self.client_scope.name
        for mapper in token_scope_mappers(context.declaration):
            add_mapper(self, mapper.name, mapper, realm_id=realm.id, client_scope_id=self.client_scope.id)
