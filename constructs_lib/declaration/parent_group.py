"""The group that groups of ours are below, in a realm that is joined, and what else tells ours from others' there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.declaration.props import RealmProps

__all__ = ["MARK", "group_claim", "parent_group", "scope_mark"]

MARK = "ml-api-security"
"""What says of a client, a client scope or a group in a realm that is joined that it is ours: the parent group's name.

Clients and groups have it as an attribute, client scopes in their description.
"""

_PREFIX = "ml"


def parent_group(realm: RealmProps) -> str | None:
    """Return the group that groups of ours are below; None in a realm of our own, where they are at the root."""
    return f"{realm.prefix or _PREFIX}-groups" if realm.is_joined else None


def scope_mark(realm: RealmProps) -> str:
    """Return the description of client scopes of ours, in a realm that is joined."""
    return f"{MARK}: {parent_group(realm)}"


def group_claim(realm: RealmProps, group: str) -> str:
    """Return how a group is named in the claim `groups`.

    By its path in a realm that is joined: others may have groups of the same name, whose members would pass for ours.
    """
    above = parent_group(realm)
    return group if above is None else f"/{above}/{group}"
