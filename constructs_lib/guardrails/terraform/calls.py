"""Calls of functions, where an argument may not be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.conversions import EvaluationError, as_text, equal
from constructs_lib.guardrails.terraform.functions import ELEMENTWISE, FUNCTIONS, formatted
from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.terraform.symbol import OpenList, OpenMap, Symbol, symbols_in
from constructs_lib.guardrails.terraform.unknown import computed, is_known, merged, opened, templated, walked, written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["ATTEMPTS", "called"]

ATTEMPTS = frozenset({"try", "can"})
"""They go on where an argument cannot be evaluated."""

# They give what they are given, or nearly so.
_PASSED_ON = frozenset({"toset", "tolist", "tomap", "tostring", "tonumber", "tobool", "sensitive", "nonsensitive"})
# They give an element of a list, or a list of some of its elements, in another order maybe.
_ELEMENT = frozenset({"element", "one"})
_ELEMENTS = frozenset({"compact", "distinct", "flatten", "reverse", "slice", "values"})
# They look at the letters of texts, of which ASCII alone is the same in every language.
_BY_LETTER = FUNCTIONS.keys() - ELEMENTWISE.keys() - _PASSED_ON - {"compact", "contains", "distinct", "join"}
_NO_LENGTH = (Symbol, OpenList, OpenMap)
_REFUSED = (EvaluationError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, StopIteration)


def called(function: str, arguments: Sequence[Callable[[], Value]], *, spread: bool = False) -> Value:
    """Call a function.

    Args:
        function: Its name.
        arguments: What evaluates each argument: `try` and `can` catch what that raises.
        spread: The last argument is a list of arguments.

    Raises:
        EvaluationError: Terraform would refuse the call.
    """
    function = function.removeprefix("core::")
    if function in ATTEMPTS:
        return _tried(arguments, can=function == "can")
    values = [argument() for argument in arguments]
    if function not in _PASSED_ON:
        values = [opened(value) for value in values]
    if spread:
        last = values.pop()
        if not isinstance(last, list) or isinstance(last, OpenList):
            return computed(f"{function}(…)", [*values, last], unread=True)
        values += last
    if function == "coalesce":
        return _coalesced(values)
    foreign = function in _BY_LETTER and not all(map(_is_ascii, values))
    if function not in FUNCTIONS or foreign:
        unread = foreign or "::" in function or all(map(is_known, values))
        return computed(f"{function}(…)", values, unread=unread)
    try:
        whole = function in ELEMENTWISE and not any(isinstance(value, _NO_LENGTH) for value in values)
        if whole or all(map(is_known, values)):
            return FUNCTIONS[function](*values)
        return _partly(function, values)
    except _REFUSED:
        raise EvaluationError(function) from None


def _is_ascii(value: Value) -> bool:
    """Tell whether all texts in a value are ASCII: in others, Terraform sees letters by rules of its own."""
    return all(not isinstance(text, str) or text.isascii() for _, text in leaves(value))


def _partly(function: str, values: list[Value]) -> Value:
    """Do what can be done where an argument is not known."""
    found: Value
    match function, values:
        case "toset", [list() as items] if len(items) > 1:
            found = OpenList(items)  # two of them may turn out to be one
        case _, [only] if function in _PASSED_ON:
            found = only
        case "merge", maps:
            found = merged(maps)
        case "concat", lists:
            found = OpenList(item for each in lists for item in (each if isinstance(each, list) else [each]))
        case "format", [str() as template, *rest]:
            written_out = formatted(template, rest, written)
            symbols = tuple(symbols_in(rest))
            unread = any(each.unread for each in symbols)
            found = Symbol(written_out, parts=symbols, pattern=written_out, unread=unread, made=True)
        case "join", [str() as separator, list() as items] if not isinstance(items, OpenList):
            found = templated([part for item in items for part in (separator, item)][1:])
        case "lookup", [table, key, *default]:
            found = _looked_up(table, key, default)
        case "contains", [list() as items, value] if any(is_known(item) and equal(item, value) for item in items):
            found = True
        case _:
            found = _taken(function, values)
    return found


def _taken(function: str, values: list[Value]) -> Value:
    """Do what a function does that takes something of what it is given, or nothing that is understood here."""
    if function in _ELEMENTS and values:
        return OpenList(_elements(values[0]))
    if function in _ELEMENT and values:
        given = [values[0], *filter(_is_symbol, values[1:])]
        return computed(f"{function}(…)", given, choices=_elements(values[0]))
    # One of several lists stays in order.
    return computed(f"{function}(…)", values, choices=values if function == "coalescelist" else ())


def _is_symbol(value: Value) -> bool:
    return isinstance(value, Symbol)


def _elements(value: Value) -> list[Value]:
    """Return what a list or a map may hold, whatever the index."""
    if isinstance(value, dict):
        return [*value.values(), *([value.rest] if isinstance(value, OpenMap) else [])]
    return value if isinstance(value, list) else [walked(value, Symbol("index"))]


def _looked_up(table: Value, key: Value, default: list[Value]) -> Value:
    if isinstance(table, dict) and not isinstance(key, Symbol):
        if as_text(key) in table:
            return table[as_text(key)]
        if not isinstance(table, OpenMap):
            return default[0] if default else walked(table, key)
    found = walked(table, key)
    # A default that says something decides, where the entry is missing.
    return found if default in ([], [None]) else computed("lookup(…)", [found, *default], choices=[found, *default])


def _tried(arguments: Sequence[Callable[[], Value]], *, can: bool) -> Value:
    """Return the first argument that is no error; one that is not known may still become one."""
    unsure: list[Value] = []
    for argument in arguments:
        try:
            value = argument()
        except EvaluationError:
            continue
        if is_known(value) and not unsure:
            return True if can else value
        unsure.append(value)
        if is_known(value):
            break
    if can:
        return computed("can(…)", unsure) if unsure else False
    if not unsure:
        raise EvaluationError("try")
    others = [value for value in unsure[1:] if value is not None]
    return computed("try(…)", unsure, choices=unsure) if others else unsure[0]


def _coalesced(values: list[Value]) -> Value:
    unsure: list[Value] = []
    for value in values:
        if value is None or value == "":
            continue
        unsure.append(value)
        if is_known(value):
            break
    if not unsure:
        raise EvaluationError("coalesce")
    return unsure[0] if len(unsure) == 1 else computed("coalesce(…)", unsure, choices=unsure)
