"""Lists of the Admin API that are read in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["paged"]


def paged(page: Callable[..., Sequence[dict[str, Any]]], size: int) -> Iterator[dict[str, Any]]:
    """Yield the entries of a list, until a page is not full.

    Args:
        page: Returns the entries of a page, by `first` and `max` as the Admin API takes them.
        size: How many entries a page has.
    """
    first = 0
    while True:
        entries = page(first=str(first), max=str(size))
        yield from entries
        if len(entries) < size:
            return
        first += size
