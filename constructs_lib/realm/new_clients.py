"""What Keycloak gives to a client that is new in the realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk import TerraformResource
from constructs_lib.declaration.realm_defaults import NEW_CLIENT_SCOPES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NewClients"]


class NewClients(Construct):
    """Gives a new client, also one that is made by hand, nothing that it was not given (ASVS 5.0 V10.4.11).

    Keycloak's own lists have `offline_access` and all personal data. The provider then need not take ten scopes away
    from each client that is declared, which is a third of Keycloak's work for a consumer.
    Bindings of provider 4.5.0 lack the resources: they are written by their names.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm_id: The realm.

    Attributes:
        realm_id: The realm, once this is so (token): clients that are made after it refer to it.
    """

    def __init__(self, scope: Construct, id: str, *, realm_id: str) -> None:
        super().__init__(scope, id)
        default = self._create("default", NEW_CLIENT_SCOPES, realm_id)
        self.realm_id = self._create("optional", (), default)

    def _create(self, kind: str, names: Sequence[str], realm_id: str) -> str:
        scopes = TerraformResource(
            self, f"{kind.capitalize()}Scopes", terraform_resource_type=f"keycloak_realm_{kind}_client_scopes"
        )
        scopes.add_override("realm_id", realm_id)
        scopes.add_override(f"{kind}_scopes", list(names))
        return str(scopes.get_string_attribute("realm_id"))
