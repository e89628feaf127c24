"""Names in which `*` stands for any text: of resources that are exempted, and of whom access rules are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ANY", "matches", "matches_any"]

ANY = "*"
"""What matches every name."""


def matches(pattern: str, name: str) -> bool:
    """Tell whether a name is one that a pattern means; no other character than `*` is special.

    No regular expression: with many `*` one would take longer than anybody waits.
    """
    first, *others = pattern.split(ANY)
    if not others:
        return pattern == name
    *inner, last = others
    place, end = len(first), len(name) - len(last)
    if place > end or not (name.startswith(first) and name.endswith(last)):
        return False
    for part in inner:
        found = name.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return True


def matches_any(patterns: Iterable[str], names: Iterable[str]) -> bool:
    """Tell whether one of the names is one that one of the patterns means."""
    known = tuple(names)
    return any(matches(pattern, name) for pattern in patterns for name in known)
