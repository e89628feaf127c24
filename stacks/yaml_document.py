"""Plain data of a YAML file, and where each value of it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from stacks.environment_error import EnvironmentFileError
from stacks.text_file import read_text
from stacks.yaml_reader import YamlReader

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Place", "Value", "YamlDocument", "read_yaml"]

_REMEMBERED = 256
# Whose names get the prefix of a realm that is joined.
_NAMED_IN_REALM = ("consumers", "applications")

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

    def as_written(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """Return the keys by which something is written that is called by its name in a realm that is joined."""
        realm = self.data.get("realm")
        prefix = realm.get("prefix") if isinstance(realm, dict) else None
        if not isinstance(prefix, str):
            return path
        at = 3 if path[:1] == ("teams",) else 1
        name = path[at] if len(path) > at and path[at - 1] in _NAMED_IN_REALM else None
        if not isinstance(name, str) or path[: at + 1] in self.places:
            return path
        return (*path[:at], name.removeprefix(f"{prefix}-"), *path[at + 1 :])

    def place(self, path: tuple[str | int, ...]) -> Place | None:
        """Find the place of a value, or else of the nearest thing that holds it."""
        path = self.as_written(path)
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


def read_yaml(path: Path, *, folder: Path | None = None, shown_as: Path, example: str = "realm") -> YamlDocument:
    """Read one file.

    Args:
        path: The file.
        folder: The folder that it must stand in, wherever links lead; defaults to the one that it is named in.
        shown_as: The file's name in messages.
        example: A key that such a file may have, for messages.

    Raises:
        EnvironmentFileError: The file cannot be read, or is not the YAML that is allowed here.
    """
    text = read_text(path, folder=folder or path.parent, shown_as=shown_as)
    document = _parse(text, shown_as, example)
    return YamlDocument(dict(document.data), dict(document.places))


@lru_cache(maxsize=_REMEMBERED)
def _parse(text: str, shown_as: Path, example: str) -> YamlDocument:
    """Parse a text. Several parts of a process read the same one, and parsing takes most of their time."""
    document = YamlDocument()

    def placed(where: tuple[str | int, ...], line: int) -> None:
        document.places[where] = Place(shown_as, line)

    data = YamlReader(shown_as, placed).read(text)
    if not isinstance(data, dict):
        raise EnvironmentFileError([f"{shown_as}:1: the file must be a mapping of keys, such as '{example}:'"])
    document.data = data
    return document
