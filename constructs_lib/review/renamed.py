"""A declaration as it would be by the names that a later one gives to its things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from constructs_lib.declaration.props import Declaration
from constructs_lib.declaration.renames import renames
from constructs_lib.review.renamed_apis import rename_apis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.renames import Rename

__all__ = ["by_later_names"]

# By what a rule calls those whom it is about.
_RULE_KEYS = {"consumers": "consumer", "people": "person", "groups": "group", "applications": "application"}

Declared = TypeVar("Declared", bound=Declaration)


def by_later_names(base: Declared, head: Declaration) -> tuple[Declared, tuple[Rename, ...]]:
    """Return what was declared before, by the names of after, and what was renamed.

    Args:
        base: Before.
        head: After; its `renamed_from` say what was called otherwise.
    """
    data = base.model_dump()
    renamed = rename_apis(data, head)
    parts = [data, *data["teams"].values()]
    found = [rename for rename in renames(head) if _applies(rename, parts)]
    if not (found or renamed):
        return base, ()
    for rename in found:
        for part in parts:
            _rename(part, rename)
        for rule in data["access_rules"].values():
            _rename_in_rule(rule, rename)
    return type(base).model_validate(data), tuple(found)


def _applies(rename: Rename, parts: list[dict[str, Any]]) -> bool:
    """It is a rename where there was a thing of the former name, and none of the new one."""
    named = {name for part in parts for name in part.get(rename.kind, ())}
    return rename.old in named and rename.new not in named


def _rename(part: dict[str, Any], rename: Rename) -> None:
    old, new = rename.old, rename.new
    if rename.kind in part:
        part[rename.kind] = _keyed(part[rename.kind], old, new)
    if rename.kind == "models":
        for grants in _grants(part):
            if old in grants:
                grants[new] = grants.pop(old)
    elif rename.kind == "groups":
        part["second_factor"] = _keyed(part["second_factor"], old, new)
        for person in part["people"].values():
            person["groups"] = _listed(person["groups"], old, new)
        _regroup(part, old, new)
    elif rename.kind == "applications":
        for consumer in part["consumers"].values():
            if consumer["exchange"]:
                consumer["exchange"]["from_"] = _listed(consumer["exchange"]["from_"], old, new)


def _rename_in_rule(rule: dict[str, Any], rename: Rename) -> None:
    """Let a rule that names a thing name it as it is called now; patterns with `*` are as they were."""
    old, new, key = rename.old, rename.new, _RULE_KEYS.get(rename.kind)
    for statement in filter(None, (rule["never"], rule["only"], rule["always"])):
        if rename.kind == "models":
            statement["may"] = tuple(_renamed_text(text, old, new) for text in statement["may"])
        elif key and isinstance(statement["who"], dict) and statement["who"][key]:
            statement["who"][key] = _listed(statement["who"][key], old, new)


def _renamed_text(text: str, old: str, new: str) -> str:
    model, colon, action = text.rpartition(":")
    return new if text == old else f"{new}:{action}" if colon and model == old else text


def _regroup(part: dict[str, Any], old: str, new: str) -> None:
    """Let directories and identity providers put people into the group of the new name."""
    for directory in part.get("federation", {}).values():
        if directory["groups"]:
            theirs = directory["groups"]["map"]
            directory["groups"]["map"] = dict(zip(theirs, _listed(theirs.values(), old, new), strict=True))
    for provider in part.get("identity_providers", {}).values():
        for claim, values in provider.get("claims", {}).items():
            provider["claims"][claim] = dict(zip(values, _listed(values.values(), old, new), strict=True))


def _grants(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from part["groups"].values()
    for holder in (*part["consumers"].values(), *part["people"].values()):
        yield holder["grants"]
        if holder.get("exchange"):
            yield holder["exchange"]["models"]


def _keyed(mapping: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    return {new if key == old else key: value for key, value in mapping.items()}


def _listed(names: Any, old: str, new: str) -> tuple[str, ...]:  # noqa: ANN401 - any iterable
    return tuple(new if name == old else name for name in names)
