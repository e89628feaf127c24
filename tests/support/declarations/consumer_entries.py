"""The tables that consumers are made from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

__all__ = ["consumer_entries"]


def consumer_entries(stack: Synthesized) -> dict[str, dict[str, Any]]:
    """Return what differs from one consumer to the next, of all tables of theirs, by `client_id`.

    Args:
        stack: A stack with consumers.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, table in stack.json["locals"].items():
        if re.search(r"Access_Consumers_((Scopes|Roles)Of_)?[0-9A-F]+$", name):
            for client_id, entry in table.items():
                found.setdefault(client_id, {}).update(entry)
    return found
