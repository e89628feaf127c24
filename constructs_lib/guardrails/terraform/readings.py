"""Values as the provider reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.conversions import EvaluationError, as_boolean, as_number
from constructs_lib.guardrails.terraform.symbol import OpenList, Symbol

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["as_flag", "is_switched_on", "known_number", "may_be_on", "settled"]


def as_flag(value: Value) -> bool | None:
    """Return a boolean argument, also where it is a text; None where it is none."""
    try:
        return as_boolean(value)
    except EvaluationError:
        return None


def known_number(value: Value) -> int | float | None:
    """Return a number, also where it is a text such as `1024`; None where it is none."""
    try:
        return as_number(value)
    except EvaluationError:
        return None


def is_switched_on(value: Value) -> bool:
    """Tell whether a setting of Keycloak's (`extra_config`, `config`) is on; it compares without regard to case."""
    return str(value).lower() == "true"


def may_be_on(value: Value) -> bool:
    """Tell whether a setting of Keycloak's is on, or known at apply alone."""
    return is_switched_on(value) or isinstance(value, Symbol)


def settled(value: Value) -> Value:
    """Put the default of a variable in its place: it is what the code says where nobody says otherwise."""
    if isinstance(value, Symbol):
        return value if value.default is None else value.default
    if isinstance(value, list):
        items = [settled(item) for item in value]
        return OpenList(items) if isinstance(value, OpenList) else items
    return value
