"""Which rule has asked for which argument."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Askers", "asking"]

_ASKING: ContextVar[int] = ContextVar("asking", default=0)


@contextmanager
def asking(rule: object) -> Iterator[None]:
    """Remember of each argument that is asked for within the block that a rule did so.

    Args:
        rule: The rule; one that asks another goes on after it.
    """
    before = _ASKING.set(id(rule))
    try:
        yield
    finally:
        _ASKING.reset(before)


class Askers:
    """Who asked for the arguments of one resource."""

    def __init__(self) -> None:
        self._rules: dict[str, set[int]] = {}

    def hear(self, name: str) -> None:
        """Note that somebody asks for an argument, or for an entry of `extra_config` or `config` by its key alone."""
        self._rules.setdefault(name, set()).add(_ASKING.get())

    def have(self, rule: object, argument: str) -> bool:
        """Tell whether a rule asked for an argument, a block that it is in, or a part of it.

        Args:
            rule: The rule.
            argument: The argument; `.` goes into blocks and settings.
        """
        setting = argument.removeprefix("extra_config.").removeprefix("config.")
        return any(
            id(rule) in rules
            and (name in (argument, setting) or _is_within(name, argument) or _is_within(argument, name))
            for name, rules in self._rules.items()
        )


def _is_within(inner: str, outer: str) -> bool:
    return inner.startswith(f"{outer}.")
