"""Whether a text of a realm may be a value of a declaration."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

__all__ = ["is_value"]


def is_value(type_: Any, value: str) -> bool:  # noqa: ANN401 - an annotated type
    """Tell whether a text may be a value of a type, such as `GroupName`."""
    try:
        TypeAdapter(type_).validate_python(value)
    except ValidationError:
        return False
    return True
