"""Names in which `*` stands for any text: of resources that are exempted, and of whom access rules are about."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ANY", "matches", "matches_any"]

ANY = "*"
"""What matches every name."""


def matches(pattern: str, name: str) -> bool:
    """Tell whether a name is one that a pattern means; no other character than `*` is special."""
    return _compiled(pattern).fullmatch(name) is not None


def matches_any(patterns: Iterable[str], names: Iterable[str]) -> bool:
    """Tell whether one of the names is one that one of the patterns means."""
    known = tuple(names)
    return any(matches(pattern, name) for pattern in patterns for name in known)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split(ANY))), re.DOTALL)
