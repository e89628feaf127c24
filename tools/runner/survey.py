"""What a deployment would do, stack by stack, read before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.runner.failure import StackError
from tools.runner.order import dependencies, in_order, nothing
from tools.runner.plan import StackPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from tools.runner.stacks import Stack
    from tools.runner.work import Work

__all__ = ["Survey"]


@dataclass
class Survey:
    """Plans of an environment's stacks.

    A stack reads outputs of those that it is built on. Where nothing of them changes, its plan can be applied as it is;
    else it shows what will be lost, and is made again after them.

    Attributes:
        stacks: The stacks, in their order.
        work: Plans them.
        at_once: How many are planned at a time.
        is_new: Tells whether a stack has no state yet, where that can be known.
        unchanged: Names of stacks whose plan is known to be empty, unless something changes of what they are built on.
        plans: Plans by the stack's name. One that is not there cannot be made before others are applied.
        failures: What went wrong, by the stack's name.
    """

    stacks: Sequence[Stack]
    work: Work
    at_once: int
    is_new: Callable[[Stack], bool]
    unchanged: Collection[str] = ()
    plans: dict[str, StackPlan] = field(default_factory=dict)
    failures: dict[str, Exception] = field(default_factory=dict)
    _previews: set[str] = field(default_factory=set)

    def make(self, *, everything: bool, passed_over: Collection[StackPlan] = ()) -> None:
        """Plan all stacks.

        Those that others are built on are planned at once, on what is applied now: mostly, nothing of them changes.

        Args:
            everything: Also those that have no state yet: they lose nothing, and are planned later all the same.
            passed_over: Plans of stacks that are not planned.
        """
        self.plans |= {plan.stack: plan for plan in passed_over}
        todo = [stack for stack in self.stacks if stack.name not in self.plans]
        below = {name for stack in self.stacks for name in stack.dependencies}
        first = {stack.name for stack in todo if stack.name in below or not stack.dependencies}
        first -= {stack.name for stack in todo if stack.dependencies and self.is_new(stack)}
        outcome = in_order(
            todo,
            lambda stack: self._plan(stack) if stack.name in first or self._is_steady(stack) else None,
            at_once=self.at_once,
            waits_for=lambda stack: nothing(stack) if stack.name in first else dependencies(stack),
        )
        # What was planned at once on what is about to change is planned again.
        waiting = {stack.name for stack in todo if not self._is_steady(stack)}
        self.failures |= {
            name: error
            for name, error in outcome.failures.items()
            if name not in waiting or not isinstance(error, StackError)
        }
        if self.failures:
            return
        ahead = [stack for stack in todo if stack.name not in self.plans]
        if not everything and not self._may_lose(ahead):
            ahead = [stack for stack in ahead if not self.is_new(stack)]
        previews = in_order(ahead, self._preview, at_once=self.at_once)
        self._previews |= previews.results.keys()
        # Not a failure: it is planned after the others, and what that plan loses is looked at then.
        self.plans |= previews.results
        self.failures |= {
            name: error for name, error in previews.failures.items() if not isinstance(error, (StackError, LookupError))
        }

    def _may_lose(self, ahead: Sequence[Stack]) -> bool:
        """Whether something goes, or may go from what is not planned yet: it may come back in a stack that is new."""
        known = any(change.destroys for plan in self.plans.values() for change in plan.changes)
        return known or not all(map(self.is_new, ahead))

    def is_final(self, stack: Stack) -> bool:
        """Whether a stack's plan can be applied as it is."""
        return stack.name in self.plans and stack.name not in self._previews and self._is_steady(stack)

    def _is_steady(self, stack: Stack) -> bool:
        """Whether nothing changes of what a stack is built on."""
        return all(name in self.plans and self.plans[name].is_empty for name in stack.dependencies)

    def _plan(self, stack: Stack) -> StackPlan:
        plan = StackPlan(stack.name) if stack.name in self.unchanged else self.work.plan(stack)
        self.plans[stack.name] = plan
        return plan

    def _preview(self, stack: Stack) -> StackPlan:
        plans = {name: self.plans[name] for name in stack.dependencies if name in self.plans}
        if len(plans) < len(stack.dependencies):
            raise LookupError(stack.name)
        plan = self.work.preview(stack, plans)
        self.plans[stack.name] = plan
        return plan
