"""KC-PLAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["PlanCode"]


class PlanCode(Rule):
    """A saved plan is of what was synthesized, and of all of it."""

    id = "KC-PLAN"
    info = "a saved plan is not of the code that is judged"
    why = (
        "Rules read a plan beside the code. A file that was added to the folder, such as `x_override.tf.json` or "
        "`x.auto.tfvars`, would change arguments and variables, and add programs that the code does not have."
    )
    source = "Terraform language 'Override Files', Terraform 'JSON Output Format'"
    remedy = "remove what does not belong to the stack's folder, synthesize, plan again, and give the saved plan itself"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to plans that are not whole or of other code; warn of those that do not show their code."""
        for stack in configuration.stacks:
            if stack.plan:
                for fault in stack.plan.faults:
                    yield Violation(stack.subject, f"its saved plan: {fault}")
                for doubt in stack.plan.doubts:
                    yield Violation(stack.subject, f"its saved plan: {doubt}", Level.WARNING)
