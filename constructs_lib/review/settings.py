"""A declaration as flat settings, so that two of them can be compared whatever they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["Concealed", "Path", "Value", "flat_settings"]


class Concealed(str):
    """What stands in the place of a value that nobody may see; equal where the values are."""

    __slots__ = ()


Path = tuple[str, ...]
"""Keys that lead to a setting; what a team declares stands beside what all declare."""

Value = str | int | float | bool | frozenset[str] | None
"""A setting's value; a list is a set, since its order means nothing here."""


def flat_settings(declaration: Declaration) -> dict[Path, Value]:
    """Return every setting, those of teams among them: no two things of a kind have one name.

    Args:
        declaration: What is declared, an environment with all that is beside it included.
    """
    data = declaration.model_dump(mode="json")
    teams = data.pop("teams")
    return dict(setting for part in (data, *teams.values()) for setting in _flat((), part))


def _flat(path: Path, value: Any) -> Iterator[tuple[Path, Value]]:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat((*path, str(key)), inner)
    elif isinstance(value, list):
        mappings = [item for item in value if isinstance(item, dict)]
        for item in mappings:
            yield from _flat((*path, _name_of(item)), item)
        if len(mappings) < len(value) or not value:
            yield path, frozenset(str(item) for item in value if not isinstance(item, dict))
    else:
        yield path, value


def _name_of(item: dict[str, Any]) -> str:
    """Return what tells an exemption from others: its rule and resource."""
    return " ".join(str(item[key]) for key in ("rule", "resource") if item.get(key)) or repr(sorted(item.items()))
