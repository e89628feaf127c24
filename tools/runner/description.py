"""What changes for the things of a declaration, in words: `consumer batch: loses fraud-detector:explain`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.model_names import as_declared
from tools.runner.plan import Hidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.runner.plan import Change
    from tools.runner.things import Thing

__all__ = ["describe"]

_SHOWN = 5
_SCOPE = re.compile(r"model\.(.+)\.([^.]+)")
# Lists of others, by their ids or names: what it is called when one comes or goes.
_LISTS = {
    "role_ids": ("gains", "loses"),
    "optional_scopes": ("gains", "loses"),
    "default_scopes": ("gains", "loses"),
    "default_roles": ("gains", "loses"),
    "composite_roles": ("gains", "loses"),
    "group_ids": ("joins", "leaves"),
}
_COMPUTED = frozenset({"id", "internal_id", "service_account_user_id", "resource_server_id"})


def describe(thing: Thing, labels: Mapping[str, str]) -> str:
    """Return what happens to a thing, or an empty text where a person would see nothing.

    Args:
        thing: The thing, with the changes of its resources.
        labels: What people call objects, by their ids.
    """
    if main := thing.main:
        if main.adds and main.destroys:
            return "replaced"
        if main.destroys:
            return "destroyed"
        if main.adds:
            return "new" if not main.import_id else "taken over"
    if thing.is_loose and not any(change.destroys or change.updates for change in thing.changes):
        return "new"
    if thing.is_loose and all(change.destroys and not change.adds for change in thing.changes):
        return "destroyed"
    texts = list(_renamed(thing))
    comings: dict[str, dict[str, None]] = {}
    arguments: dict[str, None] = {}
    for change in thing.changes:
        _compare(change, labels, comings, arguments)
    texts += [f"{verb} {', '.join(names)}" for verb, names in comings.items() if names]
    if arguments:
        texts.append(
            f"{', '.join(arguments)} changed" if len(arguments) <= _SHOWN else f"{len(arguments)} settings changed"
        )
    return "; ".join(texts)


def _renamed(thing: Thing) -> Iterator[str]:
    if thing.main and thing.main.previous_address:
        before = re.search(r'\["(.*)"\]$', thing.main.previous_address)
        yield f"renamed from {as_declared(before[1])}" if before else "moved in the state"


def _compare(
    change: Change, labels: Mapping[str, str], comings: dict[str, dict[str, None]], arguments: dict[str, None]
) -> None:
    if change.is_mark:
        return
    before, after = change.before or {}, change.after or {}
    listed = [key for key in _LISTS if key in before or key in after]
    for key in listed:
        gains, loses = _LISTS[key]
        olds, news = _names(before.get(key), labels), _names(after.get(key), labels)
        if after.get(key) is not Hidden.UNKNOWN:
            comings.setdefault(loses, {}).update(dict.fromkeys(name for name in olds if name not in news))
        comings.setdefault(gains, {}).update(dict.fromkeys(name for name in news if name not in olds))
    if change.updates:
        changed = list(_changed(before, after, {*listed, *_COMPUTED}))
        if not (changed or listed) and _hides(before):
            changed = ["a secret"]  # which one cannot be seen
        arguments.update(dict.fromkeys(changed))
    elif not listed and (change.adds or change.destroys):
        name = str((change.after or change.before or {}).get("name") or change.type.removeprefix("keycloak_"))
        verb = "gets" if not change.destroys else "loses" if not change.adds else "replaces"
        comings.setdefault(verb, {})[name.replace("_", " ")] = None


def _names(values: Any, labels: Mapping[str, str]) -> list[str]:  # noqa: ANN401 - whatever a plan holds
    if values is Hidden.UNKNOWN:
        return ["what is made now"]
    if not isinstance(values, list):
        return []
    return [_name(value, labels) for value in values]


def _name(value: Any, labels: Mapping[str, str]) -> str:  # noqa: ANN401 - as above
    if not isinstance(value, str):
        return "what is made now"
    label = labels.get(value, value)
    return as_declared(_SCOPE.sub(r"\1:\2", label))


def _changed(before: Mapping[str, Any], after: Mapping[str, Any], passed_over: set[str]) -> Iterator[str]:
    for key in sorted({*before, *after} - passed_over):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            yield from (f"{key}.{inner}" for inner in sorted({*old, *new}) if old.get(inner) != new.get(inner))
        else:
            yield key


def _hides(value: Any) -> bool:  # noqa: ANN401 - as above
    if isinstance(value, dict):
        return any(_hides(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_hides(inner) for inner in value)
    return value is Hidden.SECRET
