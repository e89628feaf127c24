"""The tables say what was measured, the ratios of the run, and which goals are met."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from tools.benchmark.gateway.effort import FULL
from tools.benchmark.gateway.figures import Figures
from tools.benchmark.gateway.goals import verdicts
from tools.benchmark.gateway.report import tables
from tools.benchmark.gateway.rounds import Sample

pytestmark = pytest.mark.unit

GOOD = Figures(
    bare=Sample(0.0003, 0.0017, 0.00003),
    one=Sample(0.0006, 0.0023, 0.00023),
    many=Sample(0.00063, 0.0024, 0.00024),
    app=Sample(0.001, 0.004, 0.0005),
    known=Sample(0.0011, 0.0041, 0.00053),
    new=Sample(0.0013, 0.0045, 0.0007),
    size="1,000 models, 6,000 routes",
    one_start_up_s=0.1,
    many_start_up_s=1.2,
    one_file_bytes=14_000,
    many_file_bytes=1_380_000,
)
BAD = replace(
    GOOD,
    one=Sample(0.00091, 0.0048, 0.00023),
    many=Sample(0.0011, 0.0049, 0.00026),
    known=Sample(0.0011, 0.0041, 0.00086),
    new=Sample(0.0013, 0.0045, 0.0009),
    many_start_up_s=2.0,
    many_file_bytes=2_000_000,
)


def test_goals_that_are_missed() -> None:
    """Each is judged by its own figure; what may not reach a bound is missed where it does."""
    assert [(each.measured, str(each)) for each in verdicts(BAD)] == [
        ("+0.610 ms", "at most 0.6 ms: missed"),
        ("+3.100 ms", "at most 3 ms: missed"),
        ("+20.9%", "under 10%: missed"),
        ("+13.0%", "under 10%: missed"),
        ("2.00 s", "under 2 s: missed"),
        ("2.00 MB", "under 2 MB: missed"),
        ("+0.360 ms", "at most 0.35 ms: missed"),
        ("+0.400 ms", "at most 0.35 ms: missed"),
    ]


def test_goals_that_are_met() -> None:
    """A gateway that adds little meets all."""
    assert [each.measured for each in verdicts(GOOD) if each.met] == [
        "+0.300 ms",
        "+0.600 ms",
        "+5.0%",
        "+4.3%",
        "1.20 s",
        "1.38 MB",
        "+0.030 ms",
        "+0.200 ms",
    ]


def test_tables_have_the_ratios() -> None:
    """Each variant stands beside the bare one."""
    console = Console(file=(text := io.StringIO()), width=120)
    for table in tables(GOOD, FULL):
        console.print(table)
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in text.getvalue().splitlines()]
    assert ["Envoy, 1 model", "0.60 ms", "2.00", "2.30 ms", "1.35", "0.23 ms", "0.10 s", "0.01 MB"] in rows
    assert ["guarded, new token", "1.30 ms", "4.50 ms", "0.70 ms", "1.40"] in rows
    assert "Envoy, Keycloak down: 1,000 calls a second, median of 5 rounds" in text.getvalue()
