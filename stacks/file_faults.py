"""The faults of a declaration, each with the keys that lead to it in the files, and its message."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from constructs_lib.declaration.props.access import RENAMED_FROM
from stacks.environment import Environment
from stacks.environment_documents import TEAMS
from stacks.validation_messages import validation_message
from stacks.value_kinds import discriminator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from constructs_lib.declaration.declaration_error import DeclarationError, Finding
    from stacks.yaml_document import Value, YamlDocument

__all__ = ["contradictions", "invalid_values"]

_Path = tuple[str | int, ...]
_RENAMED = "renamed_groups"


def invalid_values(error: ValidationError, document: YamlDocument) -> Iterator[tuple[_Path, str]]:
    """Yield the faults of single values.

    Args:
        error: What the environment's type says of the document.
        document: The files of the environment.
    """
    for each in _told_once(error.errors(), document.data):
        written = _as_written(each["loc"], document.data)
        path = _data_path(written, document.data)
        place = document.place(path[:2])
        in_team_file = path[:1] == (TEAMS,) and place is not None and place.file.parent.name == TEAMS
        # What tells a union's members apart is what is wrong.
        told_apart = (discriminator(each),) if each["type"] == "union_tag_invalid" else ()
        yield (*path, *told_apart), validation_message(each, Environment, (path[2:] or path) if in_team_file else path)


def contradictions(error: DeclarationError, document: YamlDocument) -> Iterator[tuple[_Path, str]]:
    """Yield what values contradict each other, with the other place.

    Args:
        error: What the checks say of the declaration.
        document: The files of the environment.
    """
    for finding in error.findings:
        yield finding.path, _with_other_place(finding, document)


def _told_once(errors: Sequence[ErrorDetails], data: Value) -> Iterator[ErrorDetails]:
    """Leave out what follows from another fault.

    A list is too short where an item of it is wrong, since pydantic counts the good ones; the name of a group that has
    a former one is wrong in two places; and a key that is misspelt lacks where it is needed.
    """
    wrong = {error["loc"][:-1] for error in errors}
    misspelt = _misspelt(errors)
    for error in errors:
        loc = error["loc"]
        follows = error["type"] == "too_short" and loc in wrong
        moved = loc[-1:] == ("[key]",) and _as_written(loc, data) != loc
        meant = error["type"] == "missing" and loc in misspelt
        if not (follows or moved or meant):
            yield error


def _misspelt(errors: Sequence[ErrorDetails]) -> set[_Path]:
    """Return where the keys would stand that unknown ones in the same mapping are meant for."""
    missing: dict[_Path, list[str]] = {}
    for error in errors:
        if error["type"] == "missing":
            missing.setdefault(error["loc"][:-1], []).append(str(error["loc"][-1]))
    unknown = (error["loc"] for error in errors if error["type"] == "extra_forbidden")
    return {
        (*loc[:-1], meant)
        for loc in unknown
        for meant in difflib.get_close_matches(str(loc[-1]), missing.get(loc[:-1], []), n=1)
    }


def _as_written(loc: _Path, data: Value) -> _Path:
    """Return where a group's former name is written: in the group, unless it is in `renamed_groups`."""
    outer, inner = (loc[:2], loc[2:]) if loc[:1] == (TEAMS,) else ((), loc)
    if inner[:1] != (_RENAMED,) or len(inner) == 1 or len(_data_path(loc, data)) > len(outer) + 1:
        return loc
    return (*outer, "groups", inner[1], RENAMED_FROM)


def _with_other_place(finding: Finding, document: YamlDocument) -> str:
    place = document.place(finding.also) if finding.also else None
    return f"{finding.message} ({place})" if place else finding.message


def _data_path(loc: _Path, data: Value) -> _Path:
    """Drop what pydantic adds to a path (tags of unions, `[key]` of mappings), and what is missing."""
    path: list[str | int] = []
    for part in loc:
        if isinstance(data, dict) and part in data:
            data = data[str(part)]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            continue
        path.append(part)
    return tuple(path)
