"""A person whose account is somebody else's: found by its username, and given groups and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.access.given import give
from constructs_lib.cdk.keycloak import DataKeycloakUser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.terraform.local_models import LocalModels

__all__ = ["ExistingPerson"]


class ExistingPerson(Construct):
    """An account of a realm that is joined. It is neither made nor changed, and stays when the declaration goes.

    Args:
        scope: Parent construct.
        id: Construct id.
        models: The models layer.
        username: Name of the account.
        roles: Names of the roles of the person's own grants.
        group_ids: Ids of the groups that the person joins (tokens).

    Attributes:
        id: Keycloak's id of the user (token), the `sub` of the person's tokens.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        models: LocalModels,
        username: str,
        roles: Sequence[str],
        group_ids: Sequence[str],
    ) -> None:
        super().__init__(scope, id)
        user = DataKeycloakUser(self, "User", realm_id=models.realm_id, username=username)
        self.id: str = user.id
        give(self, models=models, user_id=user.id, roles=roles, group_ids=group_ids)
