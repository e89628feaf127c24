"""Durations as the provider takes them."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.durations import seconds

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("text", [None, "", "5", "5d", "m5", "5 m"])
def test_no_duration(text: str | None) -> None:
    """What is no Go duration has no length."""
    assert seconds(text) is None


@pytest.mark.parametrize(
    ("text", "expected"), [("90s", 90), ("5m", 300), ("1h30m0s", 5400), ("1.5h", 5400), ("500ms", 0.5)]
)
def test_go_durations(text: str, expected: float) -> None:
    """Units add up."""
    assert expected == seconds(text)
