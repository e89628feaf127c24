"""Which declaration a stack was made from, for those who compare what it has become with what was declared."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.props import Declaration

__all__ = ["declare_in", "declared_in"]

_DECLARED: WeakKeyDictionary[object, list[CheckedDeclaration[Declaration]]] = WeakKeyDictionary()


def declare_in(stack: object, checked: CheckedDeclaration[Declaration]) -> None:
    """Remember what a realm in a stack is made from, for as long as the stack lives.

    Args:
        stack: The stack.
        checked: What is declared.
    """
    _DECLARED.setdefault(stack, []).append(checked)


def declared_in(stack: object) -> tuple[CheckedDeclaration[Declaration], ...]:
    """Return what the realms of a stack are made from.

    Args:
        stack: The stack.
    """
    return tuple(_DECLARED.get(stack, ()))
