"""Environment files as trees that can be changed, and written."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Container", "Node", "Raw", "tree_of", "written"]


class Raw(str):
    """YAML that is written as it stands."""

    __slots__ = ()


Node = str | int | float | bool | None | list["Node"] | dict[str, "Node"]
Container = list[Node] | dict[str, Node]

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def tree_of(text: str) -> dict[str, Node]:
    """Return what a valid environment file says, as a tree to change."""
    tree: dict[str, Node] = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))
    return tree


def written(tree: dict[str, Node]) -> str:
    """Return a tree as YAML."""
    return "".join(f"{line}\n" for line in _lines(tree, ""))


def _lines(node: dict[str, Node], indent: str) -> Iterator[str]:
    for key, value in node.items():
        name = key if _PLAIN.fullmatch(key) else _quoted(key)
        if isinstance(value, dict) and value and len(indent) < 20:
            yield f"{indent}{name}:"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list) and value and len(indent) < 20:
            yield f"{indent}{name}:"
            yield from (f"{indent}- {_flow(item)}" for item in value)
        else:
            yield f"{indent}{name}: {_flow(value)}"


def _flow(node: Node) -> str:
    if isinstance(node, Raw):
        return str(node)
    if isinstance(node, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_flow(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(_flow, node)) + "]"
    return _quoted(node) if isinstance(node, str) else json.dumps(node)


def _quoted(text: str) -> str:
    """Write a text in double quotes; what no file can hold, as an escape."""
    return json.dumps(text, ensure_ascii=any(unicodedata.category(each) in {"Cs", "Cn"} for each in text))
