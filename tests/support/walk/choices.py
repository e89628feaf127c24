"""Choices that Hypothesis makes, by a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Choices", "with_choices"]

T = TypeVar("T")

# Of some 4,000: a step needs a few dozen.
_MOST = 3600


class Choices:
    """What a walk asks of chance.

    Args:
        data: Draws values.
    """

    def __init__(self, data: st.DataObject) -> None:
        self._data = data
        self._made = 0

    @property
    def are_left(self) -> bool:
        """Whether a step more can be chosen: Hypothesis bounds what one run may draw."""
        return self._made < _MOST

    def one(self, among: Sequence[T]) -> T:
        """Return one of several."""
        return among[self.number(0, len(among) - 1)]

    def some(self, among: Sequence[T], *, least: int = 1, most: int = 3) -> list[T]:
        """Return several different ones, in any order; fewer where there are not so many."""
        left = list(among)
        count = self.number(min(least, len(left)), min(most, len(left)))
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(count)]

    def number(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        self._made += 1
        return self._data.draw(st.integers(low, high))

    def sometimes(self, one_in: int) -> bool:
        """Return True once in a while."""
        return self.number(1, one_in) == one_in


def with_choices(number: int, body: Callable[[Choices], None]) -> None:
    """Run something once with the choices of a seed: the same each time.

    Args:
        number: The seed.
        body: Uses the choices. What it raises is raised here.
    """
    raised: list[Exception] = []

    @seed(number)
    @settings(
        max_examples=1,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        deadline=None,
    )
    @given(st.data())
    def run(data: st.DataObject) -> None:
        # Hypothesis starts with the simplest choices of all, with which each walk would be the same.
        assume(data.draw(st.integers(0, 2**32)) != 0)
        try:
            body(Choices(data))
        except Exception as fault:  # noqa: BLE001 - Hypothesis would run it again to see it fail once more
            raised.append(fault)

    run()
    if raised:
        raise raised[0]
