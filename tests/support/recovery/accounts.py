"""Objects of a state, and those of them that are made anew when a state is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["but_accounts"]


def but_accounts(objects: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return objects without accounts and what hangs on them: their roles and groups.

    Args:
        objects: Type and id of each.
    """
    accounts = {id_ for type_, id_ in objects if type_ == "keycloak_user"}
    return {(type_, id_) for type_, id_ in objects if id_.rpartition("/")[2] not in accounts}
