"""Offer what a misspelt name may have meant."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["hint"]

_SHOWN = 5
_COMPARED = 128  # difflib's time grows with the square of what it compares


def hint(name: str, known: Iterable[str]) -> str:
    """Return `did you mean 'x'?`, or what there is."""
    names = sorted(known)
    near = names if len(names) <= _COMPARED else [other for other in names if other[:2] == name[:2]][:_COMPARED]
    nearest = difflib.get_close_matches(name, near, n=1)
    if nearest:
        return f"did you mean '{nearest[0]}'?"
    if not names:
        return "none is declared"
    more = ", …" if len(names) > _SHOWN else ""
    return f"there are: {', '.join(names[:_SHOWN])}{more}"
