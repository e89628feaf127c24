"""What sees all plans before anything is applied, in place of a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.renames import DueRename
    from tools.runner.plan import StackPlan
    from tools.runner.stacks import Stack
    from tools.runner.survey import Survey
    from tools.runner.work import Work

__all__ = ["PlanGate", "show_plans"]


class PlanGate(Protocol):
    """Sees plans, and refuses those that it does not want."""

    def show(self, stacks: Sequence[Stack], survey: Survey, renames: Sequence[str]) -> None:
        """Look at what is about to be done, while Terraform's plans are in the stacks' folders.

        Args:
            stacks: The stacks, in their order.
            survey: Their plans.
            renames: What is renamed in Keycloak beforehand, in words.

        Raises:
            ToolError: It is not wanted (exit 2).
        """

    def check(self, stack: Stack, plan: StackPlan) -> None:
        """Look at a plan that is about to be applied: the one that was shown, or one that was made since.

        Raises:
            ToolError: It is not wanted (exit 2).
        """


def show_plans(
    gate: PlanGate | None, stacks: Sequence[Stack], survey: Survey, renames: Sequence[DueRename], work: Work
) -> None:
    """Show a gate what a deployment is about to do; where it refuses, the plans go: they hold secrets.

    Nothing is shown where there is no gate, or where a stack cannot be planned.

    Raises:
        ToolError: It refuses (exit 2).
    """
    if gate is None or survey.failures:
        return
    try:
        gate.show(stacks, survey, [f"{rename.old} is renamed to {rename.new}" for rename in renames])
    except ToolError:
        work.forget_plans(stacks)
        raise
