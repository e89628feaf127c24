"""The client scope that shapes every access token for the API (RFC 9068)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import GenericProtocolMapper, OpenidClientScope
from constructs_lib.declaration.token_settings import CLIENT_ID_CLAIM, ROLES_CLAIM, TOKEN_SCOPE
from constructs_lib.terraform.claims import CLAIM_TARGETS
from constructs_lib.terraform.scope_metadata import set_scope_metadata

if TYPE_CHECKING:
    from constructs_lib.realm.secured_realm import SecuredRealm
    from constructs_lib.terraform.context import Context

__all__ = ["AccessTokenScope"]


class AccessTokenScope(Construct):
    """Subject, audience, flat roles and `client_id` in the access token, and nothing else about its holder.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        context: Declares the serving API, whose identifier becomes `aud` and whose client roles become `roles`.

    Attributes:
        name: Name of the client scope (token), for a client's default scopes.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: SecuredRealm,
        context: Context,
    ) -> None:
        super().__init__(scope, id)
        api = context.declaration.api
        client_scope = OpenidClientScope(
            self,
            "ClientScope",
            realm_id=realm.id,
            name=TOKEN_SCOPE,
            include_in_token_scope=False,
        )
        set_scope_metadata(client_scope, context)
        self.name: str = client_scope.name
        mappers: dict[str, tuple[str, dict[str, str]]] = {
            # The one in Keycloak's scope `basic` leaves `sub` out of a person's lightweight access token.
            "sub": ("oidc-sub-mapper", {}),
            "audience": ("oidc-audience-mapper", {"included.custom.audience": api.effective_audience}),
            ROLES_CLAIM: (
                "oidc-usermodel-client-role-mapper",
                {
                    "usermodel.clientRoleMapping.clientId": api.client_id,
                    "claim.name": ROLES_CLAIM,
                    "jsonType.label": "String",
                    "multivalued": "true",  # the default issues the first role alone
                },
            ),
            # Service accounts only; clients that log people in add a claim of their own.
            CLIENT_ID_CLAIM: (
                "oidc-usersessionmodel-note-mapper",
                {"user.session.note": "client_id", "claim.name": CLIENT_ID_CLAIM, "jsonType.label": "String"},
            ),
        }
        if api.introspection and api.effective_audience != api.client_id:
            # Since 26.6.2 Keycloak tells nobody about a token but a client in its audience (keycloak/keycloak#49113).
            mappers["introspection"] = ("oidc-audience-mapper", {"included.custom.audience": api.client_id})
        for name, (mapper, config) in mappers.items():
            GenericProtocolMapper(
                self,
                name,
                realm_id=realm.id,
                client_scope_id=client_scope.id,
                name=name,
                protocol="openid-connect",
                protocol_mapper=mapper,
                config={**config, **CLAIM_TARGETS},
            )
