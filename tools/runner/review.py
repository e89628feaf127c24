"""What a deployment's plans lose, looked at before anybody is asked, and again where a plan comes later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.runner.losses import find_losses
from tools.runner.outside_members import OutsideMembers
from tools.runner.things import Things

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tools.runner.approval import Consent
    from tools.runner.losses import Loss
    from tools.runner.plan import Change, StackPlan
    from tools.runner.run import Run
    from tools.runner.stacks import Stack

__all__ = ["Review"]


@dataclass
class Review:
    """Finds losses, and refuses those that nobody was asked about.

    Attributes:
        run: The run.
        consent: What whoever runs it has agreed to.
    """

    run: Run
    consent: Consent
    _members: Callable[[Change], Sequence[str]] = field(default=lambda _: (), repr=False)

    def losses(self, stacks: Sequence[Stack], plans: Mapping[str, StackPlan]) -> list[Loss]:
        """Return what the plans of all stacks lose.

        Args:
            stacks: The stacks, in their order.
            plans: Plans by the stack's name; a stack without one is planned later.
        """
        self._members = OutsideMembers.of(plans.values(), self.run.admin)
        return [loss for stack in stacks if stack.name in plans for loss in self._losses(stack, plans[stack.name])]

    def check(self, stack: Stack, plan: StackPlan) -> None:
        """Look at a plan that was made after the question.

        Raises:
            ToolError: It loses what nobody was asked about (exit 2).
        """
        self.consent.check(self._losses(stack, plan))

    def _losses(self, stack: Stack, plan: StackPlan) -> tuple[Loss, ...]:
        return find_losses(plan, Things.of(stack.folder), self._members)
