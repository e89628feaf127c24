"""The clients that Keycloak brings with every realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import DataKeycloakOpenidClient, OpenidClientOptionalScopes
from constructs_lib.declaration.realm_defaults import LOGGING_IN_CLIENTS
from constructs_lib.realm.settled_realm import settled_realm_id
from constructs_lib.terraform.terraform_map import TerraformMap

if TYPE_CHECKING:
    from constructs_lib.realm.secured_realm import SecuredRealm

__all__ = ["BuiltInClients"]


class BuiltInClients(Construct):
    """Takes back what Keycloak's own clients may ask for beyond their work: `offline_access` above all.

    No provider changes more of them: `import` of 4.5.0 leaves their flags as they are, and lets `account` have every
    role (docs/reference/security.md).

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
    """

    def __init__(self, scope: Construct, id: str, *, realm: SecuredRealm) -> None:
        super().__init__(scope, id)
        clients = TerraformMap(self, "LoggingIn", {name: {} for name in LOGGING_IN_CLIENTS})
        found = clients.create_for_each(
            DataKeycloakOpenidClient(self, "Client", realm_id=settled_realm_id(self, realm), client_id="${each.key}")
        )
        clients.create_for_each(
            OpenidClientOptionalScopes(
                self, "OptionalScopes", realm_id=realm.id, client_id=found.of_key("id"), optional_scopes=[]
            )
        )
