"""Client scopes that Keycloak gives to a client that is new in the realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk import TerraformResource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

__all__ = ["new_clients_get"]


def new_clients_get(
    scope: Construct,
    kind: str,
    names: Sequence[str],
    *,
    realm_id: str,
    after: Sequence[TerraformResource] = (),
) -> str:
    """Give new clients some client scopes and no others; return the realm once this is so (token).

    Bindings of provider 4.5.0 lack the resources: they are written by their names.

    Args:
        scope: Parent construct.
        kind: `default` or `optional`.
        names: The client scopes.
        realm_id: The realm.
        after: What must be there before.
    """
    scopes = TerraformResource(
        scope,
        f"{kind.capitalize()}Scopes",
        terraform_resource_type=f"keycloak_realm_{kind}_client_scopes",
        depends_on=list(after) or None,
    )
    scopes.add_override("realm_id", realm_id)
    scopes.add_override(f"{kind}_scopes", list(names))
    return str(scopes.get_string_attribute("realm_id"))
