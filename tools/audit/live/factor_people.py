"""Whom a realm asks for a second factor although an identity provider vouches for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role

if TYPE_CHECKING:
    from tools.audit.live.snapshot import Snapshot

__all__ = ["people_with_a_factor_here"]

_ROLES = frozenset(map(second_factor_role, SECOND_FACTORS))


def people_with_a_factor_here(snapshot: Snapshot) -> list[str]:
    """Return the ids of people whose groups, or roles, call for a second factor, and whose account no provider made.

    Whom a provider's claim put into a group has the provider's role by that group alone: they are among them.

    Args:
        snapshot: The realm, with its roles, groups and who is in them.
    """
    held = {role["name"]: snapshot.role_users.get(role["id"], []) for role in snapshot.roles.get("", ())}
    paths = [f"{group['path']}/" for group in snapshot.groups if _ROLES & set(group.get("realmRoles", ()))]
    found = [user["id"] for name in sorted(_ROLES) for user in held.get(name, ())]
    for group in snapshot.groups:
        if any(f"{group['path']}/".startswith(path) for path in paths):
            found += [user["id"] for user in snapshot.members.get(group["id"], ())]
    made = {user["id"] for user in held.get(BROKERED_ROLE, ())}
    return [id_ for id_ in dict.fromkeys(found) if id_ not in made]
