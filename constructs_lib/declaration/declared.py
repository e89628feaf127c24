"""Which declaration a stack was made from, for those who compare what it has become with what was declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.props import Declaration

__all__ = ["backend_of", "declare_backend", "declare_emitted", "declare_in", "declared_in", "emitted_by"]

_DECLARED: WeakKeyDictionary[object, list[CheckedDeclaration[Declaration]]] = WeakKeyDictionary()
_BACKENDS: WeakKeyDictionary[object, Mapping[str, Any]] = WeakKeyDictionary()
_EMITTED: WeakKeyDictionary[object, list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = WeakKeyDictionary()


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


def declare_backend(stack: object, backend: Mapping[str, Any]) -> None:
    """Remember where a stack is declared to keep its state.

    Args:
        stack: The stack.
        backend: The block `backend` of its Terraform JSON: arguments by name, by the backend's kind.
    """
    _BACKENDS[stack] = backend


def backend_of(stack: object) -> Mapping[str, Any] | None:
    """Return where a stack is declared to keep its state; None where nobody says it.

    Args:
        stack: The stack.
    """
    return _BACKENDS.get(stack)


def declare_emitted(stack: object, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Remember what constructs of ours made of a stack, before anybody else could change it.

    Args:
        stack: The stack.
        before: Its Terraform JSON before they were created.
        after: Its Terraform JSON right after.
    """
    _EMITTED.setdefault(stack, []).append((before, after))


def emitted_by(stack: object) -> tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]:
    """Return what constructs of ours made of a stack: its Terraform JSON before and after each of them, in their order.

    Args:
        stack: The stack.
    """
    return tuple(_EMITTED.get(stack, ()))
