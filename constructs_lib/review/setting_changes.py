"""What becomes of settings: how people and machines prove who they are, where tokens go, how long they live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from constructs_lib.declaration.props.values import duration_seconds, is_unresolved
from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.review.change import Change
from constructs_lib.review.setting_rules import rule_for
from constructs_lib.review.settings import Concealed, Path, Value, flat_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.review.change import Effect
    from constructs_lib.review.setting_rules import SettingRule

__all__ = ["flat_changes", "setting_changes"]

Settings = Mapping[Path, Value]

_LONGEST = 100
# What a collection holds, in words; those of principals are told by principal.
_THINGS = {
    "consumers": "consumer",
    "people": "person",
    "applications": "application",
    "models": "model",
    "groups": "group",
    "identity_providers": "identity provider",
    "federation": "directory",
    "workload_issuers": "workload issuer",
    "exemptions": "exemption",
    "second_factor": "group",
}
_PARTS = {"api": "API", "realm": "realm", "gateway": "gateway"}
_WAYS_IN = ("applications", "identity_providers", "federation", "workload_issuers", "exemptions")
_METHOD = "method"
_SECRET = "client_secret"  # noqa: S105 - a way to prove who one is


def setting_changes(base: Declaration, head: Declaration) -> Iterator[Change]:
    """Yield what changes beside grants.

    Args:
        base: Before, by the names of after.
        head: After.
    """
    yield from flat_changes(flat_settings(base), flat_settings(head))


def flat_changes(before: Settings, after: Settings) -> Iterator[Change]:
    """Yield what changes between settings, wherever they are read from.

    Args:
        before: Before, by the names of after.
        after: After.
    """
    was, has = _things(before), _things(after)
    for kind, name in sorted((was | has) - (was & has)):
        yield from _thing(kind, name, after if (kind, name) in has else before, new=(kind, name) in has)
    other_proof = {path[:2] for path in before if path[3:] == (_METHOD,) and before[path] != after.get(path)}
    for path in sorted({*before, *after}):
        if path[2:3] == ("auth",) and path[3:] != (_METHOD,) and path[:2] in other_proof:
            continue  # all of it is another
        if (path[:2] in was and path[:2] in has) or path[0] not in _THINGS:
            yield from _changed(path, before.get(path), after.get(path))


def _things(settings: Settings) -> set[Path]:
    return {path[:2] for path in settings if path[0] in _THINGS and len(path) > 1}


def _thing(kind: str, name: str, settings: Settings, *, new: bool) -> Iterator[Change]:
    """Yield that something comes or goes; a principal says so by what it may do."""
    if kind == "models":
        actions = settings.get((kind, name, "actions"))
        listed = ", ".join(sorted(actions)) if isinstance(actions, frozenset) else ""
        yield Change("other", f"model {name}", f"is new: {listed}" if new else "is gone")
    elif kind in _WAYS_IN:
        uris = settings.get((kind, name, "redirect_uris"))
        goes = f": tokens go to {_shown(uris)}" if new and uris else ""
        reason = settings.get((kind, name, "reason")) if new else None
        text = "is new" if new else "is gone"
        yield Change(
            "risk" if new else "relief", _subject((kind, name)), text + goes, _shown(reason) if reason else "", new
        )


def _changed(path: Path, old: Value, new: Value) -> Iterator[Change]:
    if old == new:
        return
    rule = rule_for(path)
    if rule is None:
        return
    subject, label = _subject(path), rule.label.replace("{key}", path[-1])
    if path[0] == "consumers" and path[2:] == ("auth", _METHOD):
        yield _setting("risk" if new == _SECRET else "other", subject, f"proves who it is by {new}", f"was: {old}")
    elif _set(old) != _set(new) and frozenset in (type(old), type(new)):
        yield from _items(subject, label, _set(old), _set(new), risky=rule.risky == "added")
    elif rule.hidden or Concealed in (type(old), type(new)):
        yield _setting("risk" if rule.risky == "any" else "other", subject, f"{label} changes")
    else:
        yield _setting(_effect(rule, old, new), subject, f"{label} is now {_shown(new)}", f"was: {_shown(old)}")


def _items(subject: str, label: str, old: frozenset[str], new: frozenset[str], *, risky: bool) -> Iterator[Change]:
    for item in sorted(new - old):
        yield _setting("risk" if risky else "other", subject, f"new {label} {_shown(item)}")
    for item in sorted(old - new):
        yield _setting("relief" if risky else "other", subject, f"no longer {label} {_shown(item)}")


def _setting(effect: Effect, subject: str, text: str, why: str = "") -> Change:
    return Change(effect, subject, text, why, weighty=effect == "risk", is_setting=True)


def _effect(rule: SettingRule, old: Value, new: Value) -> Effect:
    match rule.risky:
        case "any":
            return "risk"
        case "true" | "false":
            return "risk" if new is (rule.risky == "true") else "relief"
        case "more" | "less":
            return _compared(old, new, more_is_risky=rule.risky == "more")
        case _:
            return "other"


def _compared(old: Value, new: Value, *, more_is_risky: bool) -> Effect:
    """Compare numbers and durations; a value that is left out is the realm's, the longest that there may be."""
    sizes = [_size(value) for value in (old, new)]
    if None in sizes:
        return "other"
    return "risk" if (sizes[1] > sizes[0]) == more_is_risky else "relief"  # type: ignore[operator]


def _size(value: Value) -> float | None:
    if value is None:
        return float("inf")
    if isinstance(value, str):
        return None if is_unresolved(value) else duration_seconds(value)
    return float(value) if isinstance(value, int) else None


def _set(value: Value) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset() if value is None else frozenset({str(value)})


def _subject(path: Path) -> str:
    if path[0] in _THINGS:
        return f"{_THINGS[path[0]]} {path[1]}"
    return _PARTS.get(path[0], "environment")


def _shown(value: Value) -> str:
    if value is None:
        return "left out"
    if isinstance(value, bool):
        return "on" if value else "off"
    if value == frozenset():
        return "none"
    text = ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
    shown = one_line(text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
