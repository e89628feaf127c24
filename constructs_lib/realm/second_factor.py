"""Roles whose holders are asked for a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import Role
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from constructs_lib.terraform.order import goes_last

if TYPE_CHECKING:
    from constructs_lib.realm.secured_realm import SecuredRealm

__all__ = ["SecondFactor"]


class SecondFactor(Construct):
    """Roles of the realm whose holders are asked for a second factor (Keycloak guide "Authentication flows").

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.

    Attributes:
        roles: Map from a role's name to the role.
    """

    def __init__(self, scope: Construct, id: str, *, realm: SecuredRealm) -> None:
        super().__init__(scope, id)
        self.roles: dict[str, Role] = {
            second_factor_role(factor): Role(
                self, factor, realm_id=realm.id, name=second_factor_role(factor), lifecycle=goes_last()
            )
            for factor in SECOND_FACTORS
        }
