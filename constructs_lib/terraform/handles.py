"""What a construct hands out by name, with errors that offer the nearest one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from constructs_lib.declaration.checks.nearest import hint

__all__ = ["Handles", "UnknownNameError"]

Handle_co = TypeVar("Handle_co", covariant=True)


class UnknownNameError(KeyError):
    """A name that nothing has.

    Args:
        subject: What was asked, such as `realm 'ml-prod'`.
        kind: What was asked for, such as `model`.
        name: The unknown name.
        known: The names that there are.
    """

    def __init__(self, subject: str, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self._text = f"{subject}: no {kind} '{name}': {hint(name, known)}"

    def __str__(self) -> str:
        """Return subject, fault and remedy; a `KeyError` would show the name alone."""
        return self._text


class Handles(Mapping[str, Handle_co]):
    """Things by name, in the order of their declaration.

    Args:
        subject: What holds them, such as `realm 'ml-prod'`.
        kind: What each is, such as `model`.
        items: The things.

    Raises:
        UnknownNameError: A name is asked for that nothing has.
    """

    def __init__(self, subject: str, kind: str, items: Mapping[str, Handle_co]) -> None:
        self._subject, self._kind, self._items = subject, kind, dict(items)

    def __getitem__(self, name: str) -> Handle_co:
        """Return the thing with a name."""
        if name not in self._items:
            raise UnknownNameError(self._subject, self._kind, name, self._items)
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._items)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._items)
