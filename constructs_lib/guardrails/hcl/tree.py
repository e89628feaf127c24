"""What an expression is made of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "SPLAT",
    "Binary",
    "Call",
    "Conditional",
    "Expression",
    "For",
    "Index",
    "Literal",
    "Name",
    "Object",
    "Repeat",
    "Splat",
    "Template",
    "Tuple",
    "Unary",
    "is_path",
    "nodes",
]

SPLAT = "*"
"""The name that stands for each element within a `Splat`."""


@dataclass(frozen=True)
class Literal:
    """A constant; `bare` where a name stands for itself: `key` in `of.key`, and in `{key = value}`."""

    value: str | int | float | bool | None
    bare: bool = False


@dataclass(frozen=True)
class Name:
    """The first part of a reference: `local`, `each`, `keycloak_role`, or a bound name."""

    name: str


@dataclass(frozen=True)
class Index:
    """`of.key` or `of[key]`."""

    of: Expression
    key: Expression


@dataclass(frozen=True)
class Splat:
    """`source[*].…` or `source.*.…`; `item` says `Name(SPLAT)` for the element."""

    source: Expression
    item: Expression


@dataclass(frozen=True)
class Call:
    """A function's call; `spread` where the last argument is followed by `...`."""

    function: str
    arguments: tuple[Expression, ...]
    spread: bool = False


@dataclass(frozen=True)
class Object:
    """`{key = value, …}`."""

    entries: tuple[tuple[Expression, Expression], ...]


@dataclass(frozen=True)
class Tuple:
    """`[item, …]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True)
class For:
    """`[for name in source : item if condition]`; with an `item_key`, `{for … : item_key => item}`."""

    key: str | None
    value: str
    source: Expression
    item: Expression
    item_key: Expression | None = None
    condition: Expression | None = None
    grouped: bool = False


@dataclass(frozen=True)
class Unary:
    """`-of` or `!of`."""

    operator: str
    of: Expression


@dataclass(frozen=True)
class Binary:
    """`left operator right`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Conditional:
    """`condition ? yes : no`, or `%{if condition}yes%{else}no%{endif}`."""

    condition: Expression
    yes: Expression
    no: Expression


@dataclass(frozen=True)
class Template:
    """Texts and expressions in turn, joined to one text."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Repeat:
    """`%{for key, value in source}body%{endfor}`: the bodies, joined."""

    key: str | None
    value: str
    source: Expression
    body: Expression


Expression = (
    Literal | Name | Index | Splat | Call | Object | Tuple | For | Unary | Binary | Conditional | Template | Repeat
)


def nodes(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all that it is made of, outermost first."""
    yield expression
    for part in fields(expression):
        yield from _within(getattr(expression, part.name))


def is_path(expression: Expression) -> bool:
    """Tell whether an expression is a reference alone, every index of it a constant or a reference as well."""
    if isinstance(expression, Index):
        return is_path(expression.of) and is_path(expression.key)
    return isinstance(expression, Name | Literal)


def _within(value: object) -> Iterator[Expression]:
    if isinstance(value, tuple):
        for item in value:
            yield from _within(item)
    elif isinstance(value, Expression):
        yield from nodes(value)
