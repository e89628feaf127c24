"""The tables of a run: what a call cost, the ratios to the bare servers, and which goals are met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from tools.benchmark.gateway.goals import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.benchmark.gateway.effort import Effort
    from tools.benchmark.gateway.figures import Figures

__all__ = ["tables"]

_MS = 1000
_MB = 1e6


def tables(figures: Figures, effort: Effort) -> Iterator[Table]:
    """Yield the tables.

    Args:
        figures: What was measured.
        effort: How it was.
    """
    rounds = f"median of {effort.rounds} rounds"
    yield _envoy(figures, f"Envoy, Keycloak down: {effort.rate:,} calls a second, {rounds}")
    yield _fastapi(figures, f"FastAPI, Keycloak down: {effort.python_rate:,} calls a second, {rounds}")
    goals = _table("Goals", "", "measured", "goal")
    for each in verdicts(figures):
        goals.add_row(each.what, each.measured, str(each))
    yield goals


def _envoy(figures: Figures, title: str) -> Table:
    table = _table(title, "", "p50", "x bare", "p99", "x bare", "CPU a call", "start-up", "file")
    bare = figures.bare
    rows = (
        ("bare upstream", bare, "", ""),
        ("Envoy, 1 model", figures.one, _seconds(figures.one_start_up_s), _megabytes(figures.one_file_bytes)),
        (
            f"Envoy, {figures.size}",
            figures.many,
            _seconds(figures.many_start_up_s),
            _megabytes(figures.many_file_bytes),
        ),
    )
    for name, each, start_up, size in rows:
        ratios = f"{each.p50 / bare.p50:.2f}", f"{each.p99 / bare.p99:.2f}"
        table.add_row(name, _ms(each.p50), ratios[0], _ms(each.p99), ratios[1], _ms(each.cpu), start_up, size)
    return table


def _fastapi(figures: Figures, title: str) -> Table:
    table = _table(title, "", "p50", "p99", "CPU a call", "x bare")
    rows = (("bare app", figures.app), ("guarded, known token", figures.known), ("guarded, new token", figures.new))
    for name, each in rows:
        table.add_row(name, _ms(each.p50), _ms(each.p99), _ms(each.cpu), f"{each.cpu / figures.app.cpu:.2f}")
    return table


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(first, title=title, title_justify="left")
    for column in others:
        table.add_column(column, justify="left" if column == "goal" else "right")
    return table


def _ms(seconds: float) -> str:
    return f"{_MS * seconds:.2f} ms"


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s"


def _megabytes(size: int) -> str:
    return f"{size / _MB:.2f} MB"
