"""The table of a benchmark: what each command cost, and the ratios of this run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table

from tools.benchmark.size import LARGE, STANDARD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from tools.benchmark.contest import Result
    from tools.benchmark.size import Size

__all__ = ["print_result", "results_table"]

_MIB = 1 << 20


@dataclass(frozen=True)
class _Goal:
    """What a command may cost at most: seconds, or times what another costs in the same run."""

    seconds: float | None = None
    of_hcl: float | None = None
    of_rest: float | None = None

    def __str__(self) -> str:
        named = ((self.of_hcl, "HCL"), (self.of_rest, "REST"))
        parts = [f"{times:g} x {who}" for times, who in named if times is not None]
        return ", ".join([f"{self.seconds:g} s"] if self.seconds is not None else parts)

    def limit(self, hcl: float, rest: float) -> float:
        """Return the seconds that it comes to in a run."""
        limits = (self.seconds, self.of_hcl and self.of_hcl * hcl, self.of_rest and self.of_rest * rest)
        return min(limit for limit in limits if limit is not None)


_ONE_TEAM = {"changed": _Goal(5), "diff": _Goal(5), "deploy": _Goal(5)}
_GOALS: Mapping[Size, Mapping[str, _Goal]] = {
    STANDARD: {"first": _Goal(of_hcl=0.8), "again": _Goal(8), **_ONE_TEAM},
    LARGE: {"first": _Goal(of_hcl=0.25, of_rest=6), "again": _Goal(35), **_ONE_TEAM},
}


def print_result(console: Console, result: Result) -> None:
    """Print one command's cost in a line, once it has ended: a run takes minutes.

    Args:
        console: Where to print.
        result: What it cost.
    """
    cost = result.cost
    seconds = f"{cost.seconds:.1f} s, processor time {cost.cpu_seconds:.1f} s"
    memory = f"{cost.peak_memory / _MIB:.0f} MiB"
    console.print(f"{result.who}, {result.what}: {seconds}, Keycloak's {cost.server_cpu_seconds:.1f} s, {memory}")


def results_table(size: Size, results: Sequence[Result]) -> Table:
    """Return the table.

    Args:
        size: What was deployed.
        results: What each command cost; those of `HCL` and `REST` are what the others are compared with.
    """
    hcl, rest = (_seconds(results, who) for who in ("HCL", "REST"))
    table = Table(title=f"Deployment of {size}", title_justify="left")
    for column in ("", "seconds", "x HCL", "x REST", "goal", "own CPU", "Keycloak's CPU", "memory", "resources"):
        table.add_column(column, justify="left" if column in {"", "goal"} else "right")
    for each in results:
        cost = each.cost
        goal = _GOALS.get(size, {}).get(each.kind) if each.who == "us" else None
        table.add_row(
            f"{each.who}, {each.what}",
            f"{cost.seconds:.1f}",
            f"{cost.seconds / hcl:.2f}",
            f"{cost.seconds / rest:.1f}",
            f"{goal}: {'met' if cost.seconds <= goal.limit(hcl, rest) else 'missed'}" if goal else "",
            f"{cost.cpu_seconds:.1f} s",
            f"{cost.server_cpu_seconds:.1f} s",
            f"{cost.peak_memory / _MIB:.0f} MiB",
            f"{each.objects:,}" if each.objects is not None else "",
        )
    return table


def _seconds(results: Sequence[Result], who: str) -> float:
    return next(each.cost.seconds for each in results if each.who == who)
