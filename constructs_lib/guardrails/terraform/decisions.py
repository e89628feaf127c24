"""Operators and conditions, where a side may not be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.conversions import BINARY, as_boolean, as_text, equal
from constructs_lib.guardrails.terraform.unknown import computed, is_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["binary", "conditional"]

_DECIDED_BY = {"&&": False, "||": True}


def binary(operator: str, left: Callable[[], Value], right: Callable[[], Value]) -> Value:
    """Apply an operator; `false && …` needs one side alone.

    Raises:
        EvaluationError: A side is of another type.
    """
    sides = [left(), right()]
    if all(map(is_known, sides)):
        return BINARY[operator](*sides)
    decisive = _DECIDED_BY.get(operator)
    if decisive is not None and any(as_boolean(side) is decisive for side in sides if is_known(side)):
        return decisive
    return computed(f"… {operator} …", sides)


def conditional(condition: Value, yes: Callable[[], Value], no: Callable[[], Value]) -> Value:
    """Choose a side; where the condition is not known, both must be the same to be known.

    Raises:
        EvaluationError: The condition is no boolean.
    """
    if is_known(condition):
        chosen, other = (yes, no) if as_boolean(condition) else (no, yes)
        return _unified(chosen(), other)
    sides = [yes(), no()]
    if all(map(is_known, sides)) and equal(*sides):
        return sides[0]
    # Left out or not is a decision too, and null would not show.
    undecided = any(side is None for side in sides)
    return computed("… ? … : …", [condition, *sides], unread=undecided, choices=sides)


def _unified(value: Value, other: Callable[[], Value]) -> Value:
    """Give a value the type that both sides have in common: `true ? 1 : "a"` is a text."""
    if isinstance(value, bool | int | float) and isinstance(other(), str):
        return as_text(value)
    return value
