"""What sees all plans before anything is applied, in place of a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.review.difference import Difference
    from tools.runner.access import PlannedAccess
    from tools.runner.deploy import Deployment
    from tools.runner.plan import StackPlan
    from tools.runner.stacks import Stack
    from tools.runner.survey import Survey

__all__ = ["PlanGate", "show_plans"]


class PlanGate(Protocol):
    """Sees plans, and refuses those that it does not want."""

    def show(self, stacks: Sequence[Stack], survey: Survey, renames: Sequence[str], access: Difference | None) -> None:
        """Look at what is about to be done, while Terraform's plans are in the stacks' folders.

        Args:
            stacks: The stacks, in their order.
            survey: Their plans.
            renames: What is renamed in Keycloak beforehand, in words.
            access: Who gains and who loses by the plans; None where that is not known, or nothing changes.

        Raises:
            ToolError: It is not wanted (exit 2).
        """

    def check(self, stack: Stack, plan: StackPlan) -> None:
        """Look at a plan that is about to be applied: the one that was shown, or one that was made since.

        Raises:
            ToolError: It is not wanted (exit 2).
        """


def show_plans(deployment: Deployment, stacks: Sequence[Stack], survey: Survey, access: PlannedAccess | None) -> None:
    """Show its gate what a deployment is about to do; where it refuses, the plans go: they hold secrets.

    Nothing is shown where there is no gate, or where a stack cannot be planned.

    Args:
        deployment: The deployment.
        stacks: Its stacks, and those that are not declared any more.
        survey: Their plans.
        access: Who gains and who loses by them.

    Raises:
        ToolError: It refuses (exit 2).
    """
    if deployment.gate is None or survey.failures:
        return
    renames = [f"{rename.old} is renamed to {rename.new}" for rename in deployment.renames]
    try:
        deployment.gate.show(stacks, survey, renames, access.difference if access else None)
    except ToolError:
        deployment.run.work.forget_plans(stacks)
        raise
