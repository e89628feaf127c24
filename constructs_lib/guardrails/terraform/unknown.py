"""What becomes of values that are known only at apply, or in part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.conversions import EvaluationError, as_number, as_text
from constructs_lib.guardrails.terraform.symbol import UNKNOWN, OpenList, OpenMap, Symbol, Value, symbols_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["computed", "is_known", "mapped", "merged", "opened", "templated", "walked", "written"]


def is_known(value: Value) -> bool:
    """Tell whether nothing within a value waits for the apply."""
    if isinstance(value, Symbol | OpenList | OpenMap):
        return False
    if isinstance(value, dict | list):
        return all(map(is_known, value.values() if isinstance(value, dict) else value))
    return True


def computed(text: str, values: Iterable[Value], *, unread: bool = False, choices: Iterable[Value] = ()) -> Symbol:
    """Return what is made of values in a way that cannot be followed, or one of some choices.

    It is unread, because the code decides about it: `x == x` is true, whatever an apply makes of `x`. Not so a choice
    between values that an apply alone knows, which is one of them.

    Args:
        text: How messages call it.
        values: What goes in.
        unread: It is unread whatever the choices are.
        choices: It comes to be one of them.
    """
    given, chosen = list(values), tuple(choices)
    decided = unread or not chosen or any(map(_decides, given))
    return Symbol(text, parts=tuple(symbols_in(given)), unread=decided, made=not chosen, choices=chosen)


def _decides(value: Value) -> bool:
    if isinstance(value, Symbol):
        return value.unread or value.pattern is not None or value.default is not None
    if isinstance(value, dict):
        return bool(value)
    return any(map(_decides, value)) if isinstance(value, list) else value is not None


def opened(value: Value) -> Value:
    """Show the elements that a variable has by default, where it is a list or a map."""
    if isinstance(value, Symbol) and isinstance(value.default, list):
        return OpenList(value.default)
    if isinstance(value, Symbol) and isinstance(value.default, dict):
        return OpenMap(value.default, Symbol(value.text, variable=value.variable, parts=(value,)))
    return value


def written(value: Value) -> str:
    """Write a value as a text, `${…}` for what is not known.

    Raises:
        EvaluationError: It is no text.
    """
    if not isinstance(value, Symbol):
        return as_text(value)
    if value.pattern is not None:
        return value.pattern
    return as_text(value.default) if isinstance(value.default, str | int | float) else UNKNOWN


def templated(values: Sequence[Value]) -> Value:
    """Join values to a text, known or in part.

    Raises:
        EvaluationError: One of them is no text.
    """
    text = "".join(map(written, values))
    if all(map(is_known, values)):
        return text
    rest = [value for value in values if value != ""]
    if len(rest) == 1 and isinstance(rest[0], Symbol):  # a text of nothing else is that value
        return rest[0]
    symbols = tuple(symbols_in(rest))
    return Symbol(text, parts=symbols, pattern=text, unread=any(each.unread for each in symbols), made=True)


def mapped(entries: Sequence[tuple[Value, Value]]) -> Value:
    """Make a map of keys and values, either of which may not be known.

    Raises:
        EvaluationError: A key is no text.
    """
    known = {as_text(key): value for key, value in entries if not isinstance(key, Symbol)}
    unknown = [each for key, value in entries if isinstance(key, Symbol) for each in (key, value)]
    return OpenMap(known, computed("{…}", unknown, choices=unknown)) if unknown else known


def walked(value: Value, key: Value) -> Value:
    """Return an element of a list, a map or an unknown value; attributes of resources are not looked up here.

    Raises:
        EvaluationError: There is none.
    """
    if isinstance(value, Symbol):
        name = key if isinstance(key, str) else None
        default = walked(value.default, key) if isinstance(value.default, dict | list) else None
        given = [value, key] if isinstance(key, Symbol) else [value]
        # An element of a whole resource, which is not looked up here, is whatever the code says there.
        found = computed(f"{value.text}[…]", given, unread=value.is_whole, choices=given)
        within = tuple(_within(each, key) for each in value.choices if not _is_empty(each))
        return replace(found, variable=value.variable, key=name, default=default, made=value.made, choices=within)
    if isinstance(key, Symbol):
        elements = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        rest = [value.rest] if isinstance(value, OpenMap) else []
        return computed("unknown index", [*elements, *rest, key], choices=[*elements, *rest])
    if isinstance(value, list):
        return _of_list(value, key)
    if isinstance(value, dict):
        if isinstance(value, OpenMap):
            return value.get(as_text(key), value.rest)
        if as_text(key) in value:
            return value[as_text(key)]
        if key == 0:  # a block that stands by itself
            return value
    raise EvaluationError("no such element")


def _is_empty(value: Value) -> bool:
    return isinstance(value, list | dict) and not value and not isinstance(value, OpenList | OpenMap)


def _within(choice: Value, key: Value) -> Value:
    try:
        return walked(choice, key)
    except EvaluationError:  # an apply that comes this way fails, as far as can be told
        return computed("no such element", [choice], unread=True)


def _of_list(value: list[Value], key: Value) -> Value:
    if isinstance(value, OpenList):
        return computed("unknown element", value, unread=True, choices=value)
    at = as_number(key)
    if isinstance(at, int) and 0 <= at < len(value):
        return value[at]
    raise EvaluationError("no such element")


def merged(maps: Sequence[Value]) -> Value:
    """Do what `merge` does where some of the maps are not known."""
    entries: dict[str, Value] = {}
    rests: list[Symbol] = []
    for each in maps:
        if isinstance(each, Symbol | OpenMap):
            # It may replace what stands before it.
            entries = {
                key: computed("merge(…)", [item, each], unread=True, choices=[item, each])
                for key, item in entries.items()
            }
            rests.append(each.rest if isinstance(each, OpenMap) else each)
        if isinstance(each, dict):
            entries |= each
        elif each is not None and not isinstance(each, Symbol):
            raise EvaluationError("no map")
    return OpenMap(entries, computed("merge(…)", rests, choices=rests)) if rests else entries
