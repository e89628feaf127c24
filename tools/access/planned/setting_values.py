"""Arguments of resources as settings: by the keys of a declaration, in the words of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from constructs_lib.review.settings import Concealed
from tools.access.planned.durations import spelled_duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.review.settings import Path, Value

__all__ = ["mapped_arguments", "setting_value"]

_DURATIONS = re.compile(r"lifespans/.*|access_token_lifespan|brute_force/(?:wait|max_wait|reset_after)|max_token_age")
_BOOLEANS = {"true": True, "false": False}
_UPPER = frozenset({"type", "users/search_scope", "vendor", "edit_mode"})


def mapped_arguments(
    start: Path, values: Mapping[str, Any], keys: Mapping[str, str], passed_over: frozenset[str] | set[str]
) -> Iterator[tuple[Path, Value]]:
    """Yield settings by their place in a declaration; an argument that has no key there keeps its own name.

    Args:
        start: The place of the resource.
        values: Its arguments.
        keys: From arguments, parts of blocks after a slash, to keys.
        passed_over: Arguments that are no settings.
    """
    for argument, value in values.items():
        if argument not in passed_over:
            for inner, part in _flat(argument, value):
                key = keys.get(inner, inner)
                yield (*start, *key.split("/")), setting_value(key, part)


def setting_value(key: str, value: Any) -> Value:  # noqa: ANN401 - whatever a plan holds
    """Return an argument's value as a declaration would have it: lists as sets, durations spelled, nothing as None.

    Args:
        key: The key in the declaration.
        value: What the plan holds.
    """
    if isinstance(value, list):
        return frozenset(str(item) for item in value) or None
    if value in (None, "", {}):
        return None
    if isinstance(value, (Concealed, bool)) or value in _BOOLEANS:
        return value if isinstance(value, bool) else _BOOLEANS.get(value, value)
    if _DURATIONS.fullmatch(key):
        return spelled_duration(str(value))
    if key in _UPPER:
        return str(value).lower()
    return value if isinstance(value, (int, float)) else str(value)


def _flat(key: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    """Yield the parts of blocks and maps; a block is a list of one."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(f"{key}/{name}", inner)
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for place, item in enumerate(value):
            yield from _flat(key if len(value) == 1 else f"{key}/{place}", item)
    else:
        yield key, value
