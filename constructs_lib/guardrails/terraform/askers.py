"""Which arguments a rule asks for."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["asks_for", "hear", "is_part", "listening"]

_HEARD: ContextVar[set[tuple[int, str]] | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[set[tuple[int, str]]]:
    """Return the arguments that are asked for within the block: `id()` of a resource, and the argument's name."""
    heard: set[tuple[int, str]] = set()
    before = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(before)


def hear(resource: object, name: str) -> None:
    """Note, where somebody listens, that an argument is asked for, or an entry of a map of settings by its key."""
    heard = _HEARD.get()
    if heard is not None:
        heard.add((id(resource), name))


def asks_for(heard: Collection[tuple[int, str]], resource: object, argument: str) -> bool:
    """Tell whether an argument, a block that it is in, or a part of it, is among those that were asked for.

    Args:
        heard: What was asked for.
        resource: The resource.
        argument: The argument; `.` goes into blocks and settings.
    """
    setting = argument.removeprefix("extra_config.").removeprefix("config.")
    return any(of == id(resource) and (name == setting or is_part(argument, name)) for of, name in heard)


def is_part(argument: str, other: str) -> bool:
    """Tell whether an argument is another one, is in that, or has it in itself."""
    return argument == other or argument.startswith(f"{other}.") or other.startswith(f"{argument}.")
