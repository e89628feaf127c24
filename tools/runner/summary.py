"""What a run did, or would do, as a table and a few lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from tools.runner.names import Names
    from tools.runner.plan import StackPlan

__all__ = ["Row", "print_summary"]

_SHOWN = 10


@dataclass(frozen=True)
class Row:
    """What was done with one stack.

    Attributes:
        plan: What its plan said.
        names: Names of its things.
        seconds: What it took.
    """

    plan: StackPlan
    names: Names
    seconds: float


def print_summary(console: Console, rows: Sequence[Row], *, done: bool, log: Path) -> None:
    """Print a table of stacks, and what changes and goes by the names that the declaration uses.

    Args:
        console: Where it is printed.
        rows: The stacks, in their order.
        done: It was done; else it would be.
        log: File with the whole output, to be named where something is left out.
    """
    if all(row.plan.is_empty for row in rows):
        console.print(f"No changes in {len(rows)} stacks." if len(rows) > 1 else "No changes.")
        return
    table = Table(title="Done" if done else "To be done", title_justify="left")
    table.add_column("stack", overflow="fold")
    for column in ("added", "changed", "destroyed", "seconds"):
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(row.plan.stack, *(str(count) for count in row.plan.counts), f"{row.seconds:.1f}")
    console.print(table)
    lines = [line for row in rows for line in _lines(row)]
    for line in lines[:_SHOWN]:
        console.print(line, soft_wrap=True, markup=False)
    if len(lines) > _SHOWN:
        console.print(f"… and {len(lines) - _SHOWN} more: {log}", soft_wrap=True, markup=False)


def _lines(row: Row) -> list[str]:
    verbs = [("destroyed", [change for change in row.plan.changes if change.destroys])]
    verbs += [("changed", [change for change in row.plan.changes if change.updates])]
    lines: dict[str, None] = {}
    for verb, changes in verbs:
        for change in changes:
            lines[f"{row.names.of_change(change)}: {verb}"] = None
    return list(lines)
