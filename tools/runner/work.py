"""What is done with one stack: it is planned, previewed or applied, and the screen shows it."""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tools.recovery.lost_policies import forget_lost_policies
from tools.recovery.tainted import plan_untainted
from tools.runner.failure import StackError
from tools.runner.initialization import initialize
from tools.runner.preview import previewed
from tools.runner.terraform import SCRATCH, Terraform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tools.keycloak.admin import KeycloakAdmin
    from tools.recovery.leftovers import Leftovers
    from tools.runner.messages import Progress
    from tools.runner.plan import StackPlan
    from tools.runner.screen import Screen
    from tools.runner.stacks import Stack
    from tools.runner.terraform import TerraformRuns

__all__ = ["Work"]

_TRIES = 3


@dataclass
class Work:
    """Does it, and keeps count of the seconds.

    Attributes:
        runs: What all runs of Terraform have in common.
        screen: Shows what is done.
        leftovers: Deals with what earlier runs left in the folders of stacks.
        admin: Returns their Keycloak.
        seconds: What each stack has taken so far, by its name.
        planned: The stacks whose folders may hold a plan.
    """

    runs: TerraformRuns
    screen: Screen
    leftovers: Leftovers
    admin: Callable[[], KeycloakAdmin]
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    planned: set[Stack] = field(default_factory=set)

    def terraform(self, stack: Stack) -> Terraform:
        """Return Terraform in the folder of a stack, initialized; what a killed run left there goes."""
        for leftover in stack.folder.glob(f"{SCRATCH}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        self.leftovers.before_init(stack.folder)
        terraform = Terraform(stack, self.runs, self._advance(stack))
        initialize(terraform)
        self.leftovers.after_init(terraform)
        return terraform

    def plan(self, stack: Stack, *options: str) -> StackPlan:
        """Plan a stack, and keep the plan for `apply`.

        Raises:
            StackError: It cannot be planned.
        """
        with self._shown(stack, "planning"):
            terraform = self.terraform(stack)
            self.planned.add(stack)
            forget_lost_policies(terraform, self.admin, self.screen.tell)
            return self._untainted(terraform, lambda: terraform.plan(*options))

    def forget_plans(self, stacks: Iterable[Stack]) -> None:
        """Remove the plans that are kept: they hold secrets."""
        for stack in stacks:
            Terraform(stack, self.runs).forget_plan()

    def preview(self, stack: Stack, plans: Mapping[str, StackPlan]) -> StackPlan:
        """Plan a stack as it will be once those that it is built on are applied.

        Args:
            stack: The stack.
            plans: Their plans.

        Raises:
            StackError: It cannot be planned.
        """
        with self._shown(stack, "looking ahead"):
            terraform = self.terraform(stack)
            with previewed(stack, plans) as other:
                data = {"TF_DATA_DIR": str(terraform.data)}
                runs = replace(self.runs, environment={**self.runs.environment, **data}, served=None)
                ahead = Terraform(other, runs, self._advance(stack))
                return self._untainted(terraform, lambda: ahead.plan("-refresh=false"))

    def _untainted(self, terraform: Terraform, plan: Callable[[], StackPlan]) -> StackPlan:
        return plan_untainted(terraform, plan, self.admin, self.screen.tell)

    def apply(
        self, stack: Stack, plan: StackPlan, *, doing: str = "applying", again: Callable[[], StackPlan]
    ) -> StackPlan:
        """Apply the plan that is kept.

        Keycloak 26.7.3 answers 500 to the deletion of a login flow that is in use: what is left is planned again then,
        and uses another one.

        Args:
            stack: The stack.
            plan: What the plan says.
            doing: What the screen calls it.
            again: Plans the stack again.

        Returns:
            What was done.

        Raises:
            StackError: It failed.
        """
        rest = plan
        for tries_left in reversed(range(_TRIES)):
            if rest.is_empty and not rest.rewrites_state:
                break
            try:
                with self._shown(stack, doing, total=len(rest.changes)):
                    Terraform(stack, self.runs, self._advance(stack, "done", "failed")).apply()
                break
            except StackError as failure:
                if not failure.is_passing or not tries_left:
                    raise
            rest = again()
        return plan

    @contextmanager
    def _shown(self, stack: Stack, doing: str, *, total: int | None = None) -> Iterator[None]:
        started = time.monotonic()
        self.screen.begin(stack.name, doing, total=total)
        try:
            yield
        finally:
            self.screen.end(stack.name)
            self.seconds[stack.name] += time.monotonic() - started

    def _advance(self, stack: Stack, *kinds: str) -> Callable[[Progress], None]:
        """Count what Terraform tells: of some kinds alone, since an apply repeats what was planned."""

        def count(told: Progress) -> None:
            if not kinds or told.kind in kinds:
                self.screen.advance(stack.name)

        return count
