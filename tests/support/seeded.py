"""A part of many cases for every run, the rest for `make test-long`."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark.structures import ParameterSet

__all__ = ["drawn", "seeded_part"]

Drawn = TypeVar("Drawn")


def seeded_part(cases: Iterable[str], *, kept: int, seed: int = 1) -> list[ParameterSet]:
    """Return all cases as parameters, of which all but some, the same ones each time, are marked `long`.

    Args:
        cases: Names of the cases.
        kept: How many run in `make test`.
        seed: Which ones: another number picks others.
    """
    names = list(cases)
    chosen = random.Random(seed).sample(names, kept)  # noqa: S311 - a sample, no secret
    return [pytest.param(name, marks=() if name in chosen else pytest.mark.long) for name in names]


def drawn(strategy: st.SearchStrategy[Drawn], number: int) -> Drawn:
    """Return one value that hypothesis draws, the same one each time, for a test that takes long over each.

    Args:
        strategy: What to draw from.
        number: Which value; the trivial one, with which hypothesis begins, is none of them.
    """
    found: list[Drawn] = []

    @seed(number)
    @settings(max_examples=1, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(strategy, st.integers(0, 2**16))
    def draw(value: Drawn, not_trivial: int) -> None:
        assume(not_trivial)
        found.append(value)

    draw()
    return found[0]
