"""A part of many cases for every run, the rest for `make test-long`."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark.structures import ParameterSet

__all__ = ["seeded_part"]


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
