"""Which objects the states of a repository's stacks have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tools.recovery.local_state import local_state_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["held_ids", "known_ids"]


def known_ids(stack: Path) -> frozenset[tuple[str, str]]:
    """Return type and id of every resource in the local states of a stack and those beside it.

    Args:
        stack: Folder of a stack. States that lie elsewhere are not read: whoever runs one stack may not be let at the
            others', and no two stacks of an environment declare the same object.
    """
    return frozenset(known for folder in stack.parent.iterdir() for known in _ids(folder))


def held_ids(stack: Path) -> frozenset[str] | None:
    """Return Keycloak's ids of all that a stack has made; None where its state does not lie on this machine.

    Args:
        stack: Folder of the stack.
    """
    return None if local_state_file(stack) is None else frozenset(id_ for _, id_ in _ids(stack))


def _ids(folder: Path) -> set[tuple[str, str]]:
    file = local_state_file(folder)
    if file is None:
        return set()
    try:
        state: dict[str, Any] = json.loads(file.read_bytes())
    except (OSError, ValueError):  # not applied yet
        return set()
    return {
        (resource["type"], str(instance["attributes"].get("id")))
        for resource in state.get("resources", [])
        if resource["mode"] == "managed"
        for instance in resource["instances"]
    }
