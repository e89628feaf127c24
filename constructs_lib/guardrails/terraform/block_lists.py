"""Blocks that Terraform JSON may write as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["without_lists"]

# How many names stand before a block's body.
_LABELS = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "action": 2,
    "variable": 1,
    "output": 1,
    "module": 1,
    "check": 1,
    "locals": 0,
    "terraform": 0,
}


def without_lists(json: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stack's JSON with one mapping in place of each list of blocks: `{"resource": [{…}, {…}]}` is one, too.

    Args:
        json: The Terraform JSON; each provider keeps its list, since it may be configured more than once.
    """
    found = {key: _merged(value, _LABELS[key]) if key in _LABELS else value for key, value in json.items()}
    if "provider" in json:
        found["provider"] = _providers(json["provider"])
    return found


def _providers(value: Any) -> dict[str, list[Any]]:  # noqa: ANN401 - JSON
    found: dict[str, list[Any]] = {}
    for group in value if isinstance(value, list) else [value]:
        for name, blocks in group.items():
            found.setdefault(name, []).extend(blocks if isinstance(blocks, list) else [blocks])
    return found


def _merged(value: Any, labels: int) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        whole: dict[str, Any] = {}
        for each in value:
            whole = _joined(whole, _merged(each, labels), labels)
        return whole
    if not labels or not isinstance(value, dict):
        return value
    return {key: item if key == "//" else _merged(item, labels - 1) for key, item in value.items()}


def _joined(one: Any, other: Any, labels: int) -> Any:  # noqa: ANN401 - JSON
    """Join blocks of one type, whose names differ; what is no block is the last one."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return other
    if not labels:
        return {**one, **other}
    return {**one, **{key: _joined(one[key], item, labels - 1) if key in one else item for key, item in other.items()}}
