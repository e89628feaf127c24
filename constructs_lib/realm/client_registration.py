"""What a realm asks of clients that register themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk import TerraformResource
from constructs_lib.declaration.client_registration import registration_policies

if TYPE_CHECKING:
    from constructs_lib.declaration.props import ClientRegistrationProps

__all__ = ["ClientRegistration"]

_POLICY = "keycloak_realm_client_registration_policy"


class ClientRegistration(Construct):
    """Policies for registrations with an initial access token, beside those that Keycloak makes with the realm.

    Keycloak's own stay as they are: without a token nobody registers, and with one nobody gets a scope that new clients
    do not have. To take them over would let Terraform remove them, and open the realm, with the key.
    Bindings of provider 4.5.0 lack the resource: it is written by its name.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm_id: The realm (token).
        props: What is declared.
    """

    def __init__(self, scope: Construct, id: str, *, realm_id: str, props: ClientRegistrationProps) -> None:
        super().__init__(scope, id)
        for each in registration_policies(props):
            policy = TerraformResource(self, each.provider, terraform_resource_type=_POLICY)
            policy.add_override("realm_id", realm_id)
            policy.add_override("name", each.name)
            policy.add_override("provider_id", each.provider)
            policy.add_override("sub_type", "authenticated")
            policy.add_override("config", dict(each.config))
