"""Roles and groups of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk.keycloak import UserGroups, UserRoles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

    from constructs_lib.terraform.local_models import LocalModels

__all__ = ["give"]


def give(
    scope: Construct, *, models: LocalModels, user_id: str, roles: Sequence[str], group_ids: Sequence[str]
) -> None:
    """Give roles and groups to an account, beside those that it has.

    Not exhaustive: the realm's default roles stay, and others may add theirs.

    Args:
        scope: Construct that owns what gives them.
        models: The models layer.
        user_id: Keycloak's id of the account (token).
        roles: Names of the roles.
        group_ids: Ids of the groups (tokens).
    """
    if roles:
        UserRoles(
            scope,
            "Roles",
            realm_id=models.realm_id,
            user_id=user_id,
            role_ids=[models.role_id(role) for role in roles],
            exhaustive=False,
        )
    if group_ids:
        UserGroups(
            scope,
            "Groups",
            realm_id=models.realm_id,
            user_id=user_id,
            group_ids=list(group_ids),
            exhaustive=False,
        )
