"""What becomes of settings: how people and machines prove who they are, where tokens go, how long they live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from constructs_lib.declaration.props.values import duration_seconds, is_unresolved
from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.review.change import Cause, Change
from constructs_lib.review.credential_keys import is_identity, with_fingerprints
from constructs_lib.review.setting_rules import rule_for
from constructs_lib.review.setting_words import (
    items_in_words,
    lasting,
    reach_of_consumer,
    reach_of_exchange,
    reach_of_lifespan,
)
from constructs_lib.review.settings import Concealed, Path, Value, flat_settings
from constructs_lib.review.wording import method_in_words, shortly, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.review.change import Effect
    from constructs_lib.review.questions import AccessReview
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
    "apis": "API",
    "groups": "group",
    "identity_providers": "identity provider",
    "federation": "directory",
    "workload_issuers": "workload issuer",
    "exemptions": "exemption",
    "second_factor": "group",
}
_PARTS = {"api": "API", "realm": "realm", "gateway": "gateway"}
_WAYS_IN = ("apis", "applications", "identity_providers", "federation", "workload_issuers", "exemptions")
_NEW_APPLICATION = "whoever logs in to it gets a token for what they themselves may call, which goes to {}"
_METHOD = "method"
_SECRET = "client_secret"  # noqa: S105 - a way to prove who one is


def setting_changes(base: Declaration, head: AccessReview) -> Iterator[Change]:
    """Yield what changes beside grants.

    Args:
        base: Before, by the names of after.
        head: After, and who may do what by it.
    """
    yield from flat_changes(flat_settings(base), flat_settings(head.declaration), head)


def flat_changes(before: Settings, after: Settings, review: AccessReview | None = None) -> Iterator[Change]:
    """Yield what changes between settings, wherever they are read from.

    Args:
        before: Before, by the names of after.
        after: After.
        review: Who may do what after, where all of it is known.
    """
    before, after = with_fingerprints(before), with_fingerprints(after)
    was, has = _things(before), _things(after)
    for kind, name in sorted((was | has) - (was & has)):
        yield from _thing(kind, name, after if (kind, name) in has else before, new=(kind, name) in has)
    other_proof = {path[:2] for path in before if path[3:] == (_METHOD,) and before[path] != after.get(path)}
    for path in sorted({*before, *after}):
        told = path[3:] == (_METHOD,) or (is_identity(path) and after.get(path))
        if path[2:3] == ("auth",) and path[:2] in other_proof and not told:
            continue  # all of it is another
        if _is_off_without(path, before, after) or _is_off_without(path, after, before):
            continue
        if (path[:2] in was and path[:2] in has) or path[0] not in _THINGS:
            yield from _changed(path, before.get(path), after.get(path), review)


def _things(settings: Settings) -> set[Path]:
    return {path[:2] for path in settings if path[0] in _THINGS and len(path) > 1}


def _is_off_without(path: Path, one: Settings, other: Settings) -> bool:
    """Tell whether a flag is off, and the other side has nothing of what it is part of: without an `exchange`, too."""
    return one.get(path) is False and path[:-1] in other and other[path[:-1]] is None


def _thing(kind: str, name: str, settings: Settings, *, new: bool) -> Iterator[Change]:
    """Yield that something comes or goes; a principal says so by what it may do."""
    subject, text, cause = _subject((kind, name)), "is new" if new else "is removed", Cause((kind, name))
    if kind == "models":
        actions = settings.get((kind, name, "actions"))
        listed = ", ".join(sorted(actions)) if new and isinstance(actions, frozenset) else ""
        yield Change("other", subject, f"{text}: {listed}" if new else text, cause=cause)
    elif kind in _WAYS_IN:
        uris = settings.get((kind, name, "redirect_uris"))
        goes = f": {_NEW_APPLICATION.format(_shown(uris))}" if new and uris else ""
        reason = settings.get((kind, name, "reason")) if new else None
        why = _shown(reason) if reason else ""
        names = tuple(sorted(_set(uris)))
        yield Change("risk" if new else "relief", subject, text + goes, why, new, names=names, cause=cause)


def _changed(path: Path, old: Value, new: Value, review: AccessReview | None) -> Iterator[Change]:
    if old == new:
        return
    rule = rule_for(path)
    if rule is None:
        return
    label = rule.label.replace("{key}", path[-1]).replace("{keys}", " ".join(path[2:]))
    if path[0] == "consumers" and path[2:] == ("auth", _METHOD):
        text, was = f"proves itself by {method_in_words(new)}", f"was: {method_in_words(old)}"
        note, names = reach_of_consumer(path[1], review) if new == _SECRET else ("", ())
        effect: Effect = "risk" if new == _SECRET else "other"
        yield _setting(path, effect, text, was, note=note, names=(str(old), str(new), *names))
    elif (
        _set(old) != _set(new)
        and frozenset in (kinds := (type(old), type(new)))
        and not (rule.hidden and Concealed in kinds)
    ):
        yield from _items(path, label, _set(old), _set(new), review, risky=rule.risky in ("added", "kept"))
    elif rule.hidden or Concealed in (type(old), type(new)):
        yield _setting(path, "risk" if rule.risky in ("any", "added") else "other", f"{label} changes")
    else:
        says = lasting(path) if rule.risky == "more" else None
        length = _spelled if rule.risky in ("more", "less") else _shown
        text = says.format(length(new)) if says else f"{label} is now {length(new)}"
        names = tuple(each for each in (old, new) if isinstance(each, str) and length is _shown)
        note = reach_of_lifespan(path)
        yield _setting(path, _effect(rule, old, new), text, f"was: {length(old)}", note=note, names=names)


def _items(
    path: Path, label: str, old: frozenset[str], new: frozenset[str], review: AccessReview | None, *, risky: bool
) -> Iterator[Change]:
    come, go = items_in_words(path) or (f"new {label} {{}}", f"no longer {label} {{}}")
    for item in sorted(new - old):
        roles = reach_of_exchange(path, item, review)
        before = _beside(old, new) if path[-1] == "redirect_uris" else ""
        text = come.format(_shown(item)) + (f": {shortly(roles)}" if roles else "")
        yield _setting(path, "risk" if risky else "other", text, before, names=(item, *old, *roles))
    for item in sorted(old - new):
        yield _setting(path, "relief" if risky else "other", go.format(_shown(item)), names=(item,))


def _beside(old: frozenset[str], new: frozenset[str]) -> str:
    """Return what an item is added to, or instead of what it comes."""
    if old & new:
        return f"beside: {_shown(old & new)}"
    return f"instead of: {_shown(old)}" if old else ""


def _setting(
    path: Path, effect: Effect, text: str, why: str = "", *, note: str = "", names: tuple[str, ...] = ()
) -> Change:
    weighty, cause = effect == "risk", Cause(path)
    return Change(
        effect, _subject(path), text, why, weighty=weighty, is_setting=True, note=note, names=names, cause=cause
    )


def _spelled(value: Value) -> str:
    if value is None:
        return "as long as the realm's"
    is_duration = isinstance(value, str) and not is_unresolved(value)
    return spelled(str(value)) if is_duration else _shown(value)


def _effect(rule: SettingRule, old: Value, new: Value) -> Effect:
    match rule.risky:
        case "any":
            return "risk"
        case "true" | "false":
            return "risk" if _riskier(old, new, on=rule.risky == "true") else "relief"
        case "kept":
            return "relief" if new is None else "risk"
        case "more" | "less":
            return _compared(old, new, more_is_risky=rule.risky == "more")
        case _:
            return "other"


def _riskier(old: Value, new: Value, *, on: bool) -> bool:
    """Whether a flag becomes riskier; one that is left out may be what it was not before."""
    return new is on if new is not None else old is not on


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
