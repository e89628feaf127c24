"""Offer what a misspelt name may have meant."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["hint", "nearest"]

_SHOWN = 5
_COMPARED = 128  # difflib's time grows with the square of what it compares


def hint(name: str, known: Iterable[str]) -> str:
    """Return `did you mean 'x'?`, or what there is."""
    names = sorted(known)
    if meant := nearest(name, names):
        return f"did you mean '{meant}'?"
    if not names:
        return "none is declared"
    more = ", …" if len(names) > _SHOWN else ""
    return f"there are: {', '.join(names[:_SHOWN])}{more}"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the name that a misspelt one may have meant: what is said of it follows from the misspelling."""
    names = sorted(known)
    near = names if len(names) <= _COMPARED else [other for other in names if other[:2] == name[:2]][:_COMPARED]
    return next(iter(difflib.get_close_matches(name, near, n=1)), None)
