"""What findings say to add, laid over what is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["add_to"]


def add_to(declared: dict[str, Any], additions: Mapping[str, Any]) -> None:
    """Add to a declaration as somebody would by hand: mappings and lists get more members, other values are replaced.

    Args:
        declared: A declaration or a part of one; it is changed.
        additions: What to add.
    """
    for key, value in additions.items():
        known = declared.get(key)
        if isinstance(known, dict):
            add_to(known, value)
        else:
            declared[key] = [*known, *value] if isinstance(known, list | tuple) else value
