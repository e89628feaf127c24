"""How Terraform converts, compares and calculates."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["BINARY", "EvaluationError", "as_boolean", "as_number", "as_text", "equal", "unary"]

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}

# Nobody means an exponent of four digits, and to write such a number out takes long.
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?")

Number = int | float


class EvaluationError(Exception):
    """Terraform would refuse the expression, or it is not understood here."""


def as_text(value: Value) -> str:
    """Convert to a string.

    Raises:
        EvaluationError: It is null, a list or a map.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return _digits(value)
    raise EvaluationError(f"no text: {type(value).__name__}")


def as_number(value: Value) -> Number:
    """Convert to a number: `"1024"` is 1024.

    Raises:
        EvaluationError: It is none.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        try:
            return _number(Fraction(value))
        except (ValueError, OverflowError):
            _none(value)
    return _none(value)


def as_boolean(value: Value) -> bool:
    """Convert to a boolean: `"true"` is true.

    Raises:
        EvaluationError: It is none.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _BOOLEANS:
        return _BOOLEANS[value]
    raise EvaluationError(f"no boolean: {type(value).__name__}")


def equal(one: Value, other: Value) -> bool:
    """Compare as `==` does: values of two types are never equal, so that `1 == "1"` is false."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    number = int | float
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, number) and isinstance(other, number):
        return one == other
    if isinstance(one, str) and isinstance(other, str):  # Terraform composes accents
        return normalize("NFC", one) == normalize("NFC", other)
    return type(one) is type(other) and one == other


def unary(operator: str, value: Value) -> Value:
    """Apply `!` or `-`.

    Raises:
        EvaluationError: The value is of another type.
    """
    return not as_boolean(value) if operator == "!" else -as_number(value)


def _calculated(function: Callable[[Fraction, Fraction], Fraction]) -> Callable[[Value, Value], Value]:
    def calculate(one: Value, other: Value) -> Value:
        try:
            return _number(function(Fraction(str(as_number(one))), Fraction(str(as_number(other)))))
        except (ZeroDivisionError, OverflowError, ValueError):
            raise EvaluationError("no number") from None

    return calculate


BINARY: dict[str, Callable[[Value, Value], Value]] = {
    "+": _calculated(lambda one, other: one + other),
    "-": _calculated(lambda one, other: one - other),
    "*": _calculated(lambda one, other: one * other),
    "/": _calculated(lambda one, other: one / other),
    "%": _calculated(lambda one, other: one - other * math.trunc(one / other)),
    "==": equal,
    "!=": lambda one, other: not equal(one, other),
    "<": lambda one, other: as_number(one) < as_number(other),
    ">": lambda one, other: as_number(one) > as_number(other),
    "<=": lambda one, other: as_number(one) <= as_number(other),
    ">=": lambda one, other: as_number(one) >= as_number(other),
    "&&": lambda one, other: as_boolean(one) and as_boolean(other),
    "||": lambda one, other: as_boolean(one) or as_boolean(other),
}
"""What an operator does with two known values; raises `EvaluationError` where Terraform refuses them."""


def _number(fraction: Fraction) -> Number:
    return fraction.numerator if fraction.denominator == 1 else float(fraction)


def _none(value: Value) -> Number:
    raise EvaluationError(f"no number: {type(value).__name__}")


def _digits(value: Number) -> str:
    """Write a number without an exponent."""
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    return f"{Fraction(text).numerator}" if value.is_integer() else f"{value:.20f}".rstrip("0") if "e" in text else text
