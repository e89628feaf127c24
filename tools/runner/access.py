"""Who gains and who loses by a deployment, told before anything else of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.access.difference import difference_lines
from tools.access.planned.difference import planned_difference
from tools.access.planned.rest import Rest
from tools.access.told import summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.review.difference import Difference
    from stacks.environment import Environment
    from tools.runner.run import Run
    from tools.runner.stacks import Stack
    from tools.runner.survey import Survey

__all__ = ["PlannedAccess", "planned_access", "tell_access"]

_SHOWN = 15


@dataclass(frozen=True)
class PlannedAccess:
    """What is known of access before an apply.

    Attributes:
        difference: Who gains and who loses.
        late: Names of stacks of which nothing is known yet.
    """

    difference: Difference
    late: Sequence[str]


def planned_access(
    run: Run, environment: Environment | None, stacks: Sequence[Stack], survey: Survey
) -> PlannedAccess | None:
    """Return who gains and who loses; None where nothing changes at all, or a stack cannot be planned.

    Args:
        run: The run that it is part of.
        environment: What is declared; without it, nothing is said.
        stacks: The stacks that are declared and asked for.
        survey: Their plans, and those of stacks that are not declared any more. A stack whose plan is empty is as it is
            declared; one that is new, and has none, comes as it is declared.
    """
    if environment is None or survey.failures:
        return None
    coming = [stack.name for stack in stacks if stack.name not in survey.plans and survey.is_new(stack)]
    late = [stack.name for stack in stacks if stack.name not in {*survey.plans, *coming}]
    if not (coming or late) and all(plan.is_empty for plan in survey.plans.values()):
        return None
    planned = [plan.access for plan in survey.plans.values() if plan.access is not None]
    rest = Rest.of(run.environment, environment, [stack.name for stack in planned], coming)
    return PlannedAccess(planned_difference(planned, rest), late)


def tell_access(run: Run, access: PlannedAccess | None) -> None:
    """Print it where something changes at all, what to look at first coming first; the log has all of it.

    Args:
        run: The run that it is part of.
        access: As `planned_access` returns it.
    """
    if access is None:
        return
    lines = list(difference_lines(access.difference))
    lines += [
        f"! stack {name}: planned once the others are applied: what it changes is not told here" for name in access.late
    ]
    counts = summary(access.difference) or "nothing changes in who may do what"
    run.console.print(f"Access: {counts}", soft_wrap=True, markup=False)
    for line in lines[:_SHOWN]:
        run.console.print(line, soft_wrap=True, markup=False)
    if len(lines) > _SHOWN:
        for line in lines:
            run.log.write("access", line)
        run.console.print(f"… and {len(lines) - _SHOWN} more: {run.log.shown}", soft_wrap=True, markup=False)
