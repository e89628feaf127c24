"""What our constructs emit, remembered as they end: guardrails compare what is about to be written with it.

Whatever changes an element of ours after that, an override, an aspect or a child that is taken out, is seen by what
it does to the Terraform JSON.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar
from weakref import WeakSet

from constructs_lib.cdk import TerraformStack
from constructs_lib.declaration.declared import declare_emitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs import Construct

__all__ = ["emitted", "emitting"]

_Self = TypeVar("_Self")
_Rest = ParamSpec("_Rest")

_OPEN: WeakSet[TerraformStack] = WeakSet()


@contextmanager
def emitting(stack: TerraformStack, *, is_new: bool = False) -> Iterator[None]:
    """Remember what a stack emits at the end of the block, beside what it emitted before: the difference is ours.

    A block within another one of the same stack is part of that.

    Args:
        stack: The stack whose elements the block creates.
        is_new: Nothing is in it yet, which need not be asked.
    """
    if stack in _OPEN:
        yield
        return
    before = {} if is_new else stack.to_terraform()
    _OPEN.add(stack)
    try:
        yield
    finally:
        _OPEN.discard(stack)
    declare_emitted(stack, before, stack.to_terraform())


def emitted(
    create: Callable[Concatenate[_Self, Construct, _Rest], None],
) -> Callable[Concatenate[_Self, Construct, _Rest], None]:
    """Remember what a construct emits into its stack, as `emitting` does.

    Args:
        create: The construct's `__init__`.
    """

    @wraps(create)
    def created(self: _Self, scope: Construct, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> None:
        with emitting(TerraformStack.of(scope)):
            create(self, scope, *args, **kwargs)

    return created
