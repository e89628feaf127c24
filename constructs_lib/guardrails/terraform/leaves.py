"""The single values within nested ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.symbol import OpenMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["leaves"]


def leaves(value: Value, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Value]]:
    """Yield each value that is no map and no list, with the keys that lead to it; a list's items share a path.

    What a map may have beside, its keys that are not known included, has the key `…`.
    """
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, dict | list):
                yield from leaves(item, (*path, key))
            else:  # said here as well: a generator for each would be most of the work
                yield (*path, key), item
        if isinstance(value, OpenMap):
            yield (*path, "…"), value.rest
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, path)
    else:
        yield path, value
