"""Read YAML into plain data and remember where each value stands.

Strict on purpose: no aliases (a few lines of them can fill the memory), no duplicate keys, no Terraform expressions;
YAML 1.2, so that `no` and `on` are text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from stacks.environment_error import EnvironmentFileError

if TYPE_CHECKING:
    from pathlib import Path

    from ruamel.yaml.nodes import Node

__all__ = ["Place", "Value", "YamlDocument", "read_yaml"]

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
"""Plain data, as YAML gives it."""


@dataclass(frozen=True)
class Place:
    """A line of a file, printed as `environments/prod.yaml:12`."""

    file: Path
    line: int

    def __str__(self) -> str:
        """Return `file:line`."""
        return f"{self.file}:{self.line}"


@dataclass
class YamlDocument:
    """Plain data with the place of each key and item.

    Attributes:
        data: The top-level mapping.
        places: From the path of a value to its place.
    """

    data: dict[str, Value] = field(default_factory=dict)
    places: dict[tuple[str | int, ...], Place] = field(default_factory=dict)

    def place(self, path: tuple[str | int, ...]) -> Place | None:
        """Find the place of a value, or else of the nearest thing that holds it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return None

    def overlay(self, upper: YamlDocument) -> YamlDocument:
        """Lay another document over this one: mappings merge, everything else is replaced."""
        merged = YamlDocument(dict(self.data), dict(self.places))
        merged.places.pop((), None)
        _merge(merged.data, upper.data)
        merged.places.update(upper.places)
        return merged

    def insert(self, path: tuple[str, str], inner: YamlDocument) -> None:
        """Put another document's mapping at a path of two keys; a value that stands there is replaced."""
        outer, key = path
        mapping = self.data.get(outer)
        self.data[outer] = {**mapping, key: inner.data} if isinstance(mapping, dict) else {key: inner.data}
        self.places.update({(*path, *place): where for place, where in inner.places.items()})


def _merge(lower: dict[str, Value], upper: dict[str, Value]) -> None:
    for key, value in upper.items():
        below = lower.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            copy = dict(below)
            _merge(copy, value)
            lower[key] = copy
        else:
            lower[key] = value


def read_yaml(path: Path, *, shown_as: Path, example: str = "realm") -> YamlDocument:
    """Read one file.

    Args:
        path: The file.
        shown_as: The file's name in messages.
        example: A key that such a file may have, for messages.

    Raises:
        EnvironmentFileError: The file cannot be read, or is not the YAML that is allowed here.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise EnvironmentFileError([f"{shown_as}: cannot be read: {reason}"]) from None
    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise EnvironmentFileError([f"{shown_as}:{line}: not valid YAML: {error.problem}"]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise EnvironmentFileError([f"{shown_as}: not valid YAML: {str(error).splitlines()[0]}"]) from None
    if not isinstance(root, MappingNode):
        raise EnvironmentFileError([f"{shown_as}:1: the file must be a mapping of keys, such as '{example}:'"])
    return _Reader(shown_as).read(root)


class _Reader:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._document = YamlDocument()
        self._seen: set[int] = set()

    def read(self, root: MappingNode) -> YamlDocument:
        data = self._value(root, ())
        if isinstance(data, dict):
            self._document.data = data
        return self._document

    def _fault(self, node: Node, message: str) -> EnvironmentFileError:
        return EnvironmentFileError([f"{self._file}:{node.start_mark.line + 1}: {message}"])

    def _value(self, node: Node, path: tuple[str | int, ...]) -> Value:
        if id(node) in self._seen:
            raise self._fault(node, "YAML aliases ('*name') are not allowed: write this value out where it is used")
        self._seen.add(id(node))
        self._document.places.setdefault(path, Place(self._file, node.start_mark.line + 1))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        raise self._fault(node, "only mappings, lists and plain values are allowed")

    def _mapping(self, node: MappingNode, path: tuple[str | int, ...]) -> dict[str, Value]:
        result: dict[str, Value] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                raise self._fault(key_node, "a key must be text")
            key = str(key_node.value)
            if key in result:
                raise self._fault(key_node, f"key '{key}' stands here twice: remove one")
            self._document.places[(*path, key)] = Place(self._file, key_node.start_mark.line + 1)
            result[key] = self._value(value_node, (*path, key))
        return result

    def _scalar(self, node: ScalarNode) -> str | int | float | bool | None:
        text = str(node.value)
        if "${" in text or "%{" in text:
            raise self._fault(node, "Terraform expressions ('${…}', '%{…}') are not allowed in environment files")
        try:
            match str(node.tag).rpartition(":")[2]:
                case "null":
                    return None
                case "bool":
                    return text.lower() == "true"
                case "int":
                    return int(text.replace("_", ""), 0)
                case "float":
                    return float(text.replace("_", ""))
        except ValueError:
            return text
        return text
