"""The group that groups of ours are below, in a realm that is joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk.keycloak import Group
from constructs_lib.declaration.parent_group import MARK, parent_group
from constructs_lib.terraform.order import goes_last

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.terraform.context import Context

__all__ = ["parent_group_id"]


def parent_group_id(scope: Construct, realm_id: str, context: Context) -> str | None:
    """Make the group, where there are groups to be below it.

    It has no role and no member: it keeps our names apart from those of others.

    Args:
        scope: Construct that owns the group.
        realm_id: The realm.
        context: What is declared.

    Returns:
        Its id (token); None in a realm of our own.
    """
    name = parent_group(context.declaration.realm)
    if name is None or not any(access.groups for access in context.declaration.accesses().values()):
        return None
    return str(
        Group(scope, "ParentGroup", realm_id=realm_id, name=name, attributes={MARK: name}, lifecycle=goes_last()).id
    )
