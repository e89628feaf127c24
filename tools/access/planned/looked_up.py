"""Accounts that a stack looks up and does not make: people of a realm that is joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Account", "looked_up"]

Account = tuple[str, "Mapping[str, Any] | None", "Mapping[str, Any] | None"]
"""Its address, and its arguments before and after the apply, as far as they matter."""

_USER = "keycloak_user"
_IDS = ("id", "service_account_user_id")
# What gives somebody a role or a group is called after whom it is given to.
_GIVEN = re.compile(r"(?:.*_)?People_(?P<name>.+)_(?:Roles|Groups)_[0-9A-F]{8}")


def looked_up(prior: Sequence[Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]) -> Iterator[Account]:
    """Yield them: one is there before the apply where it has something from us then, and after it where it is declared.

    Args:
        prior: Resources of the state that the plan was made from (`prior_state`): with what it looked up.
        changes: What it would change (`resource_changes`).
    """
    given: set[str] = set()
    taken: dict[str, str] = {}
    own: set[str] = set()
    for entry in changes:
        before, after = (entry["change"][side] or {} for side in ("before", "after"))
        own |= {str(values.get(key)) for values in (before, after) for key in _IDS}
        if entry["mode"] == "managed" and isinstance(before.get("user_id"), str):
            given.add(before["user_id"])
            if not after and (found := _GIVEN.fullmatch(entry["name"])):
                taken[before["user_id"]] = found["name"]
    known: set[str] = set()
    for resource in prior:
        if resource["mode"] == "data" and resource["type"] == _USER:
            values = _values(resource["values"]["id"], resource["values"]["username"])
            known.add(values["id"])
            yield f"data.{resource['address'].removeprefix('data.')}", values if values["id"] in given else None, values
    for user_id, name in taken.items():
        if user_id not in known | own:
            yield f"{_USER}.{name}", _values(user_id, name), None


def _values(user_id: str, username: str) -> dict[str, Any]:
    return {"id": user_id, "username": username, "enabled": True}
