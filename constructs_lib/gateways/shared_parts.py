"""Equal parts of a large document, made one: YAML writes it once (`&id001`) and points to it (`*id001`) elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruamel.yaml.comments import CommentedMap, CommentedSeq

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["shared_parts"]

_TABLE = "map"
"""Key of a mapping that is a table: each of its entries becomes one line."""


def shared_parts(document: Mapping[str, object]) -> object:
    """Return a document in which equal parts are one and the same object.

    Args:
        document: Of mappings, lists and scalars.
    """
    return _Sharing().part(document)


class _Sharing:
    """The parts that were seen, by what is in them."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], object] = {}

    def part(self, value: object, *, key: str = "", flow: bool = False) -> object:
        """Return what stands for a value, which is written in one line where `flow` says so."""
        found: CommentedMap | CommentedSeq
        known: tuple[object, ...]
        if isinstance(value, dict):
            within = flow or key == _TABLE
            members = [(name, self.part(member, key=name, flow=within)) for name, member in value.items()]
            found, known = CommentedMap(members), tuple((name, _identity(member)) for name, member in members)
        elif isinstance(value, list):
            listed = [self.part(member, flow=flow) for member in value]
            found, known = CommentedSeq(listed), tuple(_identity(member) for member in listed)
        else:
            return value
        if flow:
            found.fa.set_flow_style()
        # An empty one is shorter than what points to it.
        return self._known.setdefault((type(found), *known), found) if known else found


def _identity(value: object) -> tuple[object, ...]:
    return ("part", id(value)) if isinstance(value, CommentedMap | CommentedSeq) else (type(value), value)
