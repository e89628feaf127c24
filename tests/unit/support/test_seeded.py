"""The part of many cases that every run has."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from tests.support.seeded import drawn, seeded_part

pytestmark = pytest.mark.unit

NAMES = [f"case-{number}" for number in range(20)]


def kept(seed: int) -> list[object]:
    """Return the cases that are not marked `long`."""
    return [case.values[0] for case in seeded_part(NAMES, kept=5, seed=seed) if not case.marks]


def test_part_is_the_same_each_time() -> None:
    """A seed picks so many cases, the same ones; another seed picks others, and no case is lost."""
    assert kept(1) == kept(1)
    assert len(kept(1)) == 5
    assert kept(1) != kept(2)
    assert [case.values[0] for case in seeded_part(NAMES, kept=5)] == NAMES


def test_what_is_drawn_stays_the_same() -> None:
    """A number stands for one value, and not for the trivial one."""
    strategy = st.lists(st.integers(0, 1_000_000), min_size=5, max_size=5)
    first, again, second = (drawn(strategy, number) for number in (1, 1, 2))
    assert first == again
    assert first != second
    assert [0] * 5 not in (first, second)
