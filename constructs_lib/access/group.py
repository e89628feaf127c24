"""A group of people and its grants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import Group as KeycloakGroup
from constructs_lib.cdk.keycloak import GroupRoles
from constructs_lib.terraform.order import goes_last

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.terraform.local_models import LocalModels

__all__ = ["Group"]


class Group(Construct):
    """A group whose members hold its roles.

    Args:
        scope: Parent construct.
        id: Construct id.
        models: The models layer.
        name: Name of the group.
        roles: Names of the roles that members hold.

    Attributes:
        id: Keycloak's id of the group (token).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        models: LocalModels,
        name: str,
        roles: Sequence[str],
    ) -> None:
        super().__init__(scope, id)
        # People leave it before it goes.
        group = KeycloakGroup(
            self, "Group", realm_id=models.realm_id, parent_id=models.parent_group_id, name=name, lifecycle=goes_last()
        )
        self.id: str = group.id
        GroupRoles(
            self,
            "Roles",
            realm_id=models.realm_id,
            group_id=group.id,
            role_ids=[models.role_id(role) for role in roles],
            exhaustive=False,
        )
