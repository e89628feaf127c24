"""A value that is known only at apply, and what can be told about it before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Symbol", "Value", "symbols_in"]


@dataclass(frozen=True)
class Symbol:
    """An expression without a value yet.

    Attributes:
        text: The expression.
        variable: Name of the input variable that it is, if it is one.
        stack: Name of the stack of the resource whose attribute it is, if it is one.
        address: Address of that resource (`keycloak_role.Name`).
        instance: Key of that resource's `for_each` instance.
        attribute: That attribute.
        key: Last constant index, such as the role's name in `local.RoleIds["fraud:predict"]`.
        parts: What it is made of, where it is a text or a function's result.
    """

    text: str
    variable: str | None = None
    stack: str | None = None
    address: str | None = None
    instance: str | None = None
    attribute: str | None = None
    key: str | None = None
    parts: tuple[Symbol, ...] = ()

    def sources(self) -> Iterator[Symbol]:
        """Yield the symbol itself, and all that it is made of."""
        yield self
        for part in self.parts:
            yield from part.sources()


Value = str | int | float | bool | list["Value"] | dict[str, "Value"] | Symbol | None
"""A value of the Terraform JSON, its expressions evaluated as far as they can be."""


def symbols_in(value: Value) -> Iterator[Symbol]:
    """Yield every symbol within a value."""
    if isinstance(value, Symbol):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from symbols_in(item)
