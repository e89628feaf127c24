"""An issuer whose tokens machines authenticate with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk import TerraformResourceLifecycle
from constructs_lib.cdk.keycloak import OidcIdentityProvider
from constructs_lib.declaration.issuer_settings import issuer_settings
from constructs_lib.terraform.order import replace_with, replaced_with

if TYPE_CHECKING:
    from constructs_lib.cdk import TerraformResource
    from constructs_lib.declaration.props import WorkloadIssuerProps
    from constructs_lib.realm.secured_realm import SecuredRealm

__all__ = ["WorkloadIssuer"]

# Provider 4.5.0 requires these; nobody logs in through the issuer, so that Keycloak never uses them.
_UNUSED = "unused"
_NO_SECRET = ""


class WorkloadIssuer(Construct):
    """An identity provider for client assertions alone (Keycloak guide "Federated client authentication").

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        alias: Name by which consumers refer to it.
        props: The issuer.
        freed: Marks that the alias is free.

    Attributes:
        provider: The identity provider.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: SecuredRealm,
        alias: str,
        props: WorkloadIssuerProps,
        freed: TerraformResource,
    ) -> None:
        super().__init__(scope, id)
        self.provider = OidcIdentityProvider(
            self,
            "Provider",
            realm=realm.id,
            alias=alias,
            provider_id=props.type,
            enabled=True,
            issuer=props.issuer,
            jwks_url=props.jwks_url,
            authorization_url=f"{props.issuer}/{_UNUSED}",
            token_url=f"{props.issuer}/{_UNUSED}",
            client_id=_UNUSED,
            client_secret=_NO_SECRET,
            validate_signature=True,
            store_token=False,
            trust_email=False,
            link_only=True,
            extra_config=issuer_settings(props),
            depends_on=[freed],
            # Keycloak hides a `kubernetes` provider whatever it is told; nobody logs in through any of them.
            lifecycle=TerraformResourceLifecycle(ignore_changes=["hide_on_login_page"]),
        )
        # Keycloak takes another `provider_id` and keeps the old one.
        replaced_with(self.provider, replace_with(self, "Type", props.type))
