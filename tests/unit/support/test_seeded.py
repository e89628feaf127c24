"""The part of many cases that every run has."""

from __future__ import annotations

import pytest

from tests.support.seeded import seeded_part

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
