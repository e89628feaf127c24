"""Plans of an environment as a pipeline shows them to a reviewer, and as it holds a deployment to them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.ci.plan_text import plan_lines
from tools.errors import ToolError
from tools.guardrails.command import list_guardrails
from tools.guardrails.saved_plan import read_saved_plan
from tools.runner.plan_digest import digest_of, unreviewed
from tools.runner.terraform import PLAN_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from constructs_lib.review.difference import Difference
    from tools.runner.plan import StackPlan
    from tools.runner.stacks import Stack
    from tools.runner.survey import Survey

__all__ = ["PlanReview", "outdated"]

_SHOWN = 3
_SHORT = 12


def outdated(environment: str, reviewed: str, now: str) -> str:
    """Return what is said where the plan is not the one that was reviewed.

    Args:
        environment: Name of the environment.
        reviewed: Digest of the plan that was reviewed.
        now: Digest of the plan as it is now.
    """
    return (
        f"environment '{environment}': nothing was changed: the plan is not the one that was reviewed (reviewed "
        f"{reviewed[:_SHORT]}, now {now[:_SHORT]}): somebody has changed Keycloak, its state or a setting since: run "
        "the pipeline again, and review the plan that it makes now"
    )


@dataclass
class PlanReview:
    """Sees the plans of a run, judges them by the guardrails, and lets nothing else be applied.

    Attributes:
        environment: Name of the environment.
        process_environment: Variables of the caller.
        sarif: File that gets what the guardrails say of the plans.
        reviewed: Digest of the plans that were approved; None where nothing is applied.
        digest: Digest of the plans that this run has made.
        lines: What they would do, as Markdown.
        is_empty: Nothing would be done.
        rewrites_states: A deployment writes states anew all the same, as where they are encrypted from now on.
    """

    environment: str
    process_environment: Mapping[str, str] = field(repr=False)
    sarif: Path
    reviewed: str | None = None
    digest: str = ""
    lines: list[str] = field(default_factory=list)
    is_empty: bool = False
    rewrites_states: bool = False
    _plans: dict[str, StackPlan] = field(default_factory=dict)
    _judged: dict[str, StackPlan] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)  # the CDK's process takes one at a time

    def show(self, stacks: Sequence[Stack], survey: Survey, renames: Sequence[str], access: Difference | None) -> None:
        """Compare the plans with those that were reviewed, and judge those that are final.

        Raises:
            ToolError: They are others, or a guardrail refuses one (exit 2).
        """
        plans = survey.plans
        unplanned = [stack.name for stack in stacks if stack.name not in plans]
        self._plans = dict(plans)
        self.digest = digest_of(plans.values(), unplanned=unplanned, renames=renames)
        self.is_empty = not (unplanned or renames) and all(plan.is_empty for plan in plans.values())
        self.rewrites_states = any(plan.rewrites_state for plan in plans.values())
        self.lines = plan_lines(stacks, plans, renames, access, digest=self.digest)
        if self.reviewed is not None and self.digest != self.reviewed:
            raise ToolError(outdated(self.environment, self.reviewed, self.digest), exit_code=2)
        final = [stack for stack in stacks if survey.is_final(stack)]
        self._judge(final, plans)
        self._judged = {stack.name: plans[stack.name] for stack in final}

    def check(self, stack: Stack, plan: StackPlan) -> None:
        """Refuse a plan that would do more than was reviewed, or that a guardrail refuses.

        Raises:
            ToolError: It does (exit 2).
        """
        more = list(unreviewed(plan, self._plans.get(stack.name)))
        if more:
            named = ", ".join(change.address for change in more[:_SHOWN])
            rest = f" and {len(more) - _SHOWN} more" if len(more) > _SHOWN else ""
            raise ToolError(
                f"stack {stack.name}: its plan has changes that nobody reviewed: {named}{rest}: it was left as it is: "
                "run the pipeline again, and review the plan that it makes now",
                exit_code=2,
            )
        with self._lock:
            if self._judged.get(stack.name) is not plan:
                self._judge([stack], {stack.name: plan})
                self._judged[stack.name] = plan

    def _judge(self, stacks: Sequence[Stack], plans: Mapping[str, StackPlan]) -> None:
        """Judge plans that leave something behind: a stack that is not declared any more is destroyed as a whole."""
        stacks = [stack for stack in stacks if any(change.after is not None for change in plans[stack.name].changes)]
        if not stacks:
            return
        saved = [read_saved_plan(stack.folder / PLAN_FILE, self.process_environment) for stack in stacks]
        if list_guardrails(self.process_environment, self.sarif, saved):
            names = ", ".join(stack.name for stack in stacks)
            raise ToolError(f"the guardrails refuse the plan of {names}: see above", exit_code=2)
