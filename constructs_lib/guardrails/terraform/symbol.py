"""A value that is known only at apply, and what can be told about it before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["UNKNOWN", "OpenList", "OpenMap", "Symbol", "Value", "alternatives", "is_variable", "symbols_in"]

UNKNOWN = "${…}"
"""What stands in a pattern for what is not known."""


@dataclass(frozen=True)
class Symbol:
    """An expression without a value yet.

    Attributes:
        text: The expression.
        variable: Name of the input variable that it is, if it is one.
        stack: Name of the stack of the resource whose attribute it is, if it is one.
        address: Address of that resource (`keycloak_role.Name`).
        instance: Key of that resource's instance, where it has `for_each` or `count`.
        attribute: That attribute.
        key: Last constant index, such as the role's name in `local.RoleIds["fraud:predict"]`.
        parts: What it is made of, where it is a text or a function's result.
        pattern: The text that it is but for what is not known, which is `${…}` there: `https://${…}/cb`.
        default: The default of the variable that it is.
        unread: It is not a plain reference or text: the code decides about it together with what only an apply
            knows (`var.x ? "all" : "none"`), or in a way that is not understood here.
        made: A text, or a function that is not followed, makes it of its parts: it is none of them as it is.
        choices: It comes to be one of these, where a condition, an index or a fallback decides at apply.
    """

    text: str
    variable: str | None = None
    stack: str | None = None
    address: str | None = None
    instance: str | int | None = None
    attribute: str | None = None
    key: str | None = None
    parts: tuple[Symbol, ...] = ()
    pattern: str | None = None
    default: Value = field(default=None, compare=False)
    unread: bool = False
    made: bool = field(default=False, compare=False)
    choices: tuple[Value, ...] = field(default=(), compare=False)

    @property
    def is_reference(self) -> bool:
        """Tell whether it is a variable or an attribute as it is, which the apply alone decides about."""
        return not (self.unread or self.made or self.pattern is not None or self.choices)

    @property
    def is_whole(self) -> bool:
        """Tell whether it is a resource or a data source as a whole, all its arguments and attributes."""
        return self.address is not None and self.attribute is None

    @property
    def is_spelled_in_part(self) -> bool:
        """Tell whether it is a text with a constant and something else in it."""
        return self.pattern is not None and self.pattern.replace(UNKNOWN, "") != ""

    def may_become(self, text: str) -> bool:
        """Tell whether what is spelled out in part may turn out to be a text."""
        if self.pattern is None or not self.is_spelled_in_part:
            return False
        parts = map(re.escape, self.pattern.split(UNKNOWN))
        return re.fullmatch(".*".join(parts), text) is not None

    def sources(self) -> Iterator[Symbol]:
        """Yield the symbol itself, and all that it is made of."""
        yield self
        for part in self.parts:
            yield from part.sources()


class OpenList(list["Value"]):
    """A list that may have other elements than these, more, or fewer: `concat(var.uris, ["https://x/cb"])`."""


class OpenMap(dict[str, "Value"]):
    """A map that may have other entries: `merge(var.settings, {key = "value"})`.

    Attributes:
        rest: What any other entry is.
    """

    def __init__(self, entries: dict[str, Value], rest: Symbol) -> None:
        super().__init__(entries)
        self.rest = rest


Value = str | int | float | bool | list["Value"] | dict[str, "Value"] | Symbol | None
"""A value of the Terraform JSON, its expressions evaluated as far as they can be."""


def symbols_in(value: Value) -> Iterator[Symbol]:
    """Yield every symbol within a value."""
    if isinstance(value, Symbol):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from symbols_in(item)
        if isinstance(value, OpenMap):
            yield value.rest


def is_variable(value: Value) -> bool:
    """Tell whether a value is an input variable, or an entry of one, as it is."""
    return isinstance(value, Symbol) and value.is_reference and value.variable is not None


def alternatives(value: Value, *, _seen: set[int] | None = None) -> Iterator[Value]:
    """Yield each single value that a value may come to be, or may hold: none of them is a list or a map."""
    seen = set[int]() if _seen is None else _seen
    if isinstance(value, Symbol):
        within: tuple[Value, ...] = value.choices
    elif isinstance(value, dict | list):
        within = tuple(value.values() if isinstance(value, dict) else value)
        within += (value.rest,) if isinstance(value, OpenMap) else ()
    else:
        within = ()
    if id(value) in seen and within:
        return
    seen.add(id(value))
    if not within and not isinstance(value, dict | list):
        yield value
    for each in within:
        yield from alternatives(each, _seen=seen)
