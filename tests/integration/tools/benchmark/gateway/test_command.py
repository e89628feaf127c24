"""`make benchmark-gateway`, with few calls."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from tools.benchmark.gateway.command import benchmark_gateway
from tools.benchmark.gateway.effort import Effort

pytestmark = [pytest.mark.integration, pytest.mark.long]

TINY = Effort(rounds=1, rate=20, seconds=1, python_rate=10, python_seconds=1, models=20)


def test_each_variant_is_measured() -> None:
    """With Keycloak stopped, every call is let through and every goal is judged."""
    console = Console(file=(text := io.StringIO()), width=200)
    figures = benchmark_gateway(TINY, console)
    samples = (figures.bare, figures.one, figures.many, figures.app, figures.known, figures.new)
    assert all(0 < each.p50 <= each.p99 for each in samples)
    assert figures.size == "20 models, 120 routes"
    assert figures.many_file_bytes > figures.one_file_bytes
    shown = text.getvalue()
    assert shown.count(": met") + shown.count(": missed") == 8
