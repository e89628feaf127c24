"""What a run did, or would do, as a table and a few lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table

from tools.runner.description import describe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from tools.runner.log import RunLog
    from tools.runner.plan import StackPlan
    from tools.runner.things import Things

__all__ = ["Row", "change_lines", "print_summary"]

_SHOWN = 20
_UNREAD = (
    "Lists and settings that Terraform cannot read beforehand are written as make adopt found them, and not counted."
)
_COMPARED = (
    "What make adopt AGAIN=1 listed is compared with what it found then: what becomes another is counted and named, as "
    "far as Terraform reads it. make audit, before the deployment, lists all of it."
)


@dataclass(frozen=True)
class Row:
    """What was done with one stack.

    Attributes:
        plan: What its plan said.
        things: Names of its things.
        seconds: What it took.
        taken_over: How many objects of an adopted realm it takes over; None where none was adopted.
        is_again: These were declared since, and nothing of what they were is kept.
    """

    plan: StackPlan
    things: Things
    seconds: float
    taken_over: int | None = None
    is_again: bool = False


def print_summary(console: Console, rows: Sequence[Row], *, done: bool, log: RunLog) -> None:
    """Print a table of stacks, and what changes and goes by the names that the declaration uses.

    Args:
        console: Where it is printed.
        rows: The stacks, in their order.
        done: It was done; else it would be, and what is new is named too.
        log: Has the whole list, where it is long.
    """
    if not rows:
        return
    if all(row.plan.is_empty for row in rows):
        console.print(f"No changes. {len(rows)} stacks are as declared." if len(rows) > 1 else "No changes.")
        return
    table = Table()
    table.add_column("stack", overflow="fold")
    is_adopted = any(row.taken_over is not None for row in rows)
    columns = ("added", "changed", "destroyed") if done else ("to add", "to change", "to destroy")
    taken = ("taken over" if done else "to take over",) if is_adopted else ()
    for column in (*taken, *columns):
        table.add_column(column, justify="right")
    table.add_column("seconds", justify="right")
    for row in rows:
        counts = (row.taken_over or 0, *row.plan.counts) if is_adopted else row.plan.counts
        table.add_row(row.plan.stack, *map(str, counts), f"{row.seconds:.1f}")
    console.print(table)
    lines = [line for row in rows for line in change_lines(row, with_new=not done)]
    for line in lines[:_SHOWN]:
        console.print(line, soft_wrap=True, markup=False)
    if len(lines) > _SHOWN:
        for line in lines:
            log.write("changes", line)
        console.print(f"… and {len(lines) - _SHOWN} more: {log.shown}", soft_wrap=True, markup=False)
    if is_adopted:
        console.print(_COMPARED if any(row.is_again for row in rows) else _UNREAD, soft_wrap=True, markup=False)


def change_lines(row: Row, *, with_new: bool) -> Iterator[str]:
    """Yield what happens to each thing of a stack, `consumer batch: loses fraud-detector:explain`.

    Args:
        row: The stack.
        with_new: Things that are new are named too.
    """
    new: list[str] = []
    for thing in row.things.in_changes(row.plan.objects):
        text = describe(thing, row.plan.labels)
        if text == "new":
            new.append(thing.name)
        elif text:
            yield f"{thing.name}: {text}"
    if with_new:
        yield from (f"{name}: new" for name in new)
