"""Variants take turns, and what is shown of their rounds is the median."""

from __future__ import annotations

import psutil
import pytest

from tools.benchmark.gateway.rounds import Sample, Served, median, turns

pytestmark = pytest.mark.unit


def served(name: str) -> Served:
    """Return a server of which nothing is called."""
    return Served(name, "http://127.0.0.1:9", psutil.Process(), lambda count: ["token"] * count)


def test_each_round_begins_with_another_one() -> None:
    """All have a turn in each round, and none is always the first."""
    found = [(number, each.name) for number, each in turns([served("bare"), served("one"), served("many")], 4)]
    assert [name for _, name in found] == [
        *("bare", "one", "many"),
        *("one", "many", "bare"),
        *("many", "bare", "one"),
        *("bare", "one", "many"),
    ]
    assert [number for number, _ in found] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]


def test_median_of_each_figure() -> None:
    """A figure's median is its own: a round that is slow in one way may be quick in another."""
    rounds = [Sample(1, 30, 0.3), Sample(2, 10, 0.1), Sample(9, 20, 0.2)]
    assert median(rounds) == Sample(2, 20, 0.2)
