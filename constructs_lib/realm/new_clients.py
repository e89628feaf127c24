"""What Keycloak gives to a client that is new in the realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.declaration.client_registration import new_client_scopes
from constructs_lib.terraform.new_client_scopes import new_clients_get

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.cdk import TerraformResource
    from constructs_lib.declaration.props import Declaration

__all__ = ["NewClients"]


class NewClients(Construct):
    """Gives a new client, also one that is made by hand, nothing that it was not given (ASVS 5.0 V10.4.11).

    Keycloak's own lists have `offline_access` and all personal data. The provider then need not take ten scopes away
    from each client that is declared, which is a third of Keycloak's work for a consumer. Where clients may register
    themselves, it has what shapes our tokens, and the layer of the models gives it what it may ask for.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm_id: The realm.
        declaration: What is declared.
        after: What must be there before.

    Attributes:
        realm_id: The realm, once this is so (token): clients that are made after it refer to it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm_id: str,
        declaration: Declaration,
        after: Sequence[TerraformResource] = (),
    ) -> None:
        super().__init__(scope, id)
        default = new_clients_get(self, "default", new_client_scopes(declaration), realm_id=realm_id, after=after)
        registers = declaration.realm.client_registration is not None
        self.realm_id = default if registers else new_clients_get(self, "optional", (), realm_id=default)
