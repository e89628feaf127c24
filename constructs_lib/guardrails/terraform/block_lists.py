"""Blocks that Terraform JSON may write as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MALFORMED", "without_lists"]

MALFORMED = "malformed"
"""The key below which stand the places that had no block where Terraform expects one; none of Terraform's own."""

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

    What is no block where one has to be is left out, and its place is kept below `MALFORMED`.

    Args:
        json: The Terraform JSON; each provider keeps its list, since it may be configured more than once.
    """
    reader = _Reader()
    found = {key: reader.merged(value, _LABELS[key], key) if key in _LABELS else value for key, value in json.items()}
    if "provider" in json:
        found["provider"] = reader.providers(json["provider"])
    for name, inner in (("backend", 1), ("required_providers", 0)):
        if name in (terraform := found.get("terraform", {})):
            found["terraform"] = {**terraform, name: reader.merged(terraform[name], inner, f"terraform.{name}")}
    if "check" in found:
        found["check"] = {
            key: {**body, "data": reader.merged(body["data"], 2, f"check.{key}.data")} if "data" in body else body
            for key, body in found["check"].items()
        }
    return {**found, MALFORMED: tuple(reader.malformed)} if reader.malformed else found


class _Reader:
    """Joins blocks, and remembers what is none."""

    def __init__(self) -> None:
        self.malformed: list[str] = []

    def providers(self, value: Any) -> dict[str, list[Any]]:  # noqa: ANN401 - JSON
        found: dict[str, list[Any]] = {}
        for group in self._blocks(value, "provider"):
            for name, blocks in group.items():
                found.setdefault(name, []).extend(self._blocks(blocks, f"provider.{name}"))
        return found

    def _blocks(self, value: Any, place: str) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
        blocks = value if isinstance(value, list) else [value]
        self.malformed += [place for block in blocks if not isinstance(block, dict)]
        return [block for block in blocks if isinstance(block, dict)]

    def merged(self, value: Any, labels: int, place: str) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Return one mapping for a block, or for a list of such.

        Args:
            value: The block.
            labels: How many names stand before its body.
            place: Where it stands.
        """
        whole: dict[str, Any] = {}
        for block in self._blocks(value, place):
            whole = _joined(whole, self._labelled(block, labels, place), labels)
        return whole

    def _labelled(self, block: dict[str, Any], labels: int, place: str) -> dict[str, Any]:
        if not labels:
            return block
        return {
            key: item if key == "//" else self.merged(item, labels - 1, f"{place}.{key}") for key, item in block.items()
        }


def _joined(one: Any, other: Any, labels: int) -> Any:  # noqa: ANN401 - JSON
    """Join blocks of one type, whose names differ; what is no block is the last one."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return other
    if not labels:
        return {**one, **other}
    return {**one, **{key: _joined(one[key], item, labels - 1) if key in one else item for key, item in other.items()}}
