"""What Envoy's rules and routes compare of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["all_of", "by_metadata", "metadata", "method_is"]

_Struct = dict[str, object]


def method_is(method: str) -> _Struct:
    """Return what matches the headers of a request with a method."""
    return {"name": ":method", "string_match": {"exact": method}}


def metadata(namespace: str, path: Iterable[str], value: Mapping[str, object]) -> _Struct:
    """Return what matches something that a filter noted of a request.

    Args:
        namespace: Whose metadata it is, the filter's by custom.
        path: Keys on the way to it.
        value: An Envoy `ValueMatcher`.
    """
    return {"filter": namespace, "path": [{"key": key} for key in path], "value": value}


def by_metadata(matcher: _Struct) -> _Struct:
    """Return a matcher of metadata as a rule of `rbac`: a permission or a principal."""
    return {"sourced_metadata": {"metadata_matcher": matcher}}


def all_of(*rules: _Struct) -> _Struct:
    """Return the permission that needs all of some permissions."""
    return {"and_rules": {"rules": list(rules)}}
