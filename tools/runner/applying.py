"""Apply what was planned and agreed to, stack by stack."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.recovery.agreement import NOTHING_AGREED
from tools.recovery.takeover import taking_over
from tools.runner.clashes import find_clashes
from tools.runner.handovers import find_handovers
from tools.runner.order import Outcome, in_order
from tools.runner.terraform import Terraform

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tools.recovery.agreement import Agreement
    from tools.runner.fingerprint import Fingerprints
    from tools.runner.gate import PlanGate
    from tools.runner.plan import StackPlan
    from tools.runner.review import Review
    from tools.runner.run import Run
    from tools.runner.stacks import Stack
    from tools.runner.survey import Survey
    from tools.runner.unchanged.standstill import Standstill

__all__ = ["Applying"]


@dataclass
class Applying:
    """The part of a deployment that changes something.

    Attributes:
        run: The run that it is part of.
        stacks: The stacks that are declared and asked for, in their order.
        environment_stacks: Names of all stacks of the environment.
        review: Looks at plans that are made after the question.
        fingerprints: What stacks were last applied with.
        standstill: Is told what is planned after the question.
        gate: Sees every plan before it is applied; None where a person at the terminal does.
        agreed: What an operator has agreed to take over, whatever it holds.
        done: What was applied, by the stack's name.
    """

    run: Run
    stacks: Sequence[Stack]
    environment_stacks: Collection[str]
    review: Review
    fingerprints: Fingerprints
    standstill: Standstill
    gate: PlanGate | None
    agreed: Agreement = NOTHING_AGREED
    done: dict[str, StackPlan] = field(default_factory=dict, init=False)
    _fresh: set[str] = field(default_factory=set, init=False)

    def apply(self, removed: Sequence[Stack], survey: Survey) -> Outcome[None]:
        """Apply: what is in the way of other stacks goes first, then stacks that are not declared, then the others.

        Args:
            removed: The stacks that are not declared any more.
            survey: The plans of all stacks.
        """
        outcome: Outcome[None] = Outcome()
        plans = tuple(survey.plans.values())
        for addresses in (find_clashes(plans), *find_handovers(plans)):
            if not outcome.failures:
                outcome = self._make_way(addresses, survey)
        if not outcome.failures:
            outcome = in_order(removed, lambda stack: self._remove(stack, survey), at_once=self.run.at_once)
        if not outcome.failures:
            outcome = in_order(self.stacks, lambda stack: self._apply_declared(stack, survey), at_once=self.run.at_once)
        return outcome

    def _make_way(self, addresses: Mapping[str, Sequence[str]], survey: Survey) -> Outcome[None]:
        """Let go of names first that others are about to take."""
        stacks = [stack for stack in self.stacks if stack.name in addresses]
        return in_order(
            stacks, lambda stack: self._let_go(stack, addresses[stack.name], survey), at_once=self.run.at_once
        )

    def _let_go(self, stack: Stack, addresses: Sequence[str], survey: Survey) -> None:
        self.fingerprints.forget(stack)
        targets = [f"-target={address}" for address in addresses]
        plan = self.run.work.plan(stack, *targets)
        self._check(stack, plan)
        done = self.run.work.apply(stack, plan, doing="making way", again=lambda: self.run.work.plan(stack, *targets))
        self._note(stack, done)
        survey.plans.pop(stack.name, None)

    def _apply_one(self, stack: Stack, survey: Survey) -> None:
        planned = survey.plans[stack.name] if survey.is_final(stack) else self._plan(stack)
        terraform = Terraform(stack, self.run.work.runs)
        allow, stacks = self.run.permission.ask, self.environment_stacks
        with taking_over(
            terraform, planned, self.run.admin, allow, stacks=stacks, fresh=self._fresh, agreed=self.agreed
        ) as plan:
            if not plan.is_empty:
                if self.gate:
                    self.gate.check(stack, plan)
                self.fingerprints.forget(stack)
            done = self.run.work.apply(stack, plan, again=lambda: self._plan(stack))
        self.run.work.leftovers.after_apply(terraform)
        self._note(stack, done)

    def _note(self, stack: Stack, done: StackPlan) -> None:
        before = self.done.get(stack.name)
        self.done[stack.name] = done.after(before) if before else done

    def _apply_declared(self, stack: Stack, survey: Survey) -> None:
        self._apply_one(stack, survey)
        self.fingerprints.keep(stack)

    def _remove(self, stack: Stack, survey: Survey) -> None:
        self._apply_one(stack, survey)
        shutil.rmtree(stack.folder)

    def _plan(self, stack: Stack) -> StackPlan:
        self.standstill.plans(stack)
        plan = self.run.work.plan(stack)
        self._check(stack, plan)
        return plan

    def _check(self, stack: Stack, plan: StackPlan) -> None:
        self.review.check(stack, plan)
        if self.gate:
            self.gate.check(stack, plan)
