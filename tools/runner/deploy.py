"""`make deploy` and `make diff`: all stacks are planned, what would be lost is asked about, then they are applied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from stacks.stack_names import StackNames
from tools.adopt.import_list import ImportList, agreement
from tools.recovery.agreement import NOTHING_AGREED
from tools.renames import rename_in_keycloak
from tools.runner.access import planned_access, tell_access
from tools.runner.applying import Applying
from tools.runner.failure import StackError
from tools.runner.fingerprint import Fingerprints
from tools.runner.gate import show_plans
from tools.runner.handovers import find_handovers
from tools.runner.moves import carry_out, describe_moves, find_moves, without_moves
from tools.runner.order import Outcome
from tools.runner.plan import StackPlan
from tools.runner.removed import find_removed
from tools.runner.renamed import as_renamed
from tools.runner.review import Review
from tools.runner.somebody_elses import refuse_somebody_elses
from tools.runner.stacks import local_state
from tools.runner.survey import Survey
from tools.runner.unchanged.standstill import Standstill

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from stacks.environment import Environment
    from tools.recovery.agreement import Agreement
    from tools.renames import DueRename
    from tools.runner.access import PlannedAccess
    from tools.runner.approval import Consent
    from tools.runner.gate import PlanGate
    from tools.runner.run import Run
    from tools.runner.stacks import Stack

__all__ = ["Deployment"]


@dataclass
class Deployment:
    """A declaration on its way to Keycloak.

    Attributes:
        run: The run that it is part of.
        stacks: The stacks that are declared and asked for, in their order.
        consent: What whoever runs it has agreed to; None where nothing is applied.
        declared: Names of all stacks that are synthesized.
        realm: The stack that holds the realm, if it is asked for: with it, stacks that are not declared any more go.
        realm_name: Name of the realm.
        environment: What is declared; without it, nothing is said of access.
        only_changed: Pass over stacks that would be applied with what they were applied with last.
        plan_all: Plan also what is certain to have no changes.
        renames: What is renamed in Keycloak before it is applied.
        gate: Sees every plan before it is applied; None where a person at the terminal does.
    """

    run: Run
    stacks: tuple[Stack, ...]
    consent: Consent
    declared: Collection[str]
    realm: Stack | None = None
    realm_name: str = ""
    environment: Environment | None = None
    only_changed: bool = False
    plan_all: bool = False
    renames: Sequence[DueRename] = ()
    gate: PlanGate | None = None

    def diff(self) -> int:
        """Show what `deploy` would do.

        Returns:
            0, or 1 where a stack cannot be planned.
        """
        with self.run.begun(), self.run.working():
            removed = self._removed()
            stacks = [*removed, *self.stacks]
            survey = self._survey(stacks, everything=True)
            access = planned_access(self.run, self.environment, self.stacks, survey)
            show_plans(self, stacks, survey, access)
        moves = find_moves(survey.plans.values())
        self.run.work.forget_plans(stacks)
        plans = self.as_planned(survey)
        tell_access(self.run, access)
        self.run.report(stacks, plans, done=False, adopted=self._adopted)
        if self._adopted and not self._adopted.is_again:
            said = "What is taken over is compared when the deployment takes it over, not by make diff."
            self.run.console.print(said, soft_wrap=True)
        lost = (str(loss) for loss in self._review.losses(stacks, plans) if loss.members)
        for line in (*describe_moves(moves), *lost):
            self.run.console.print(line, soft_wrap=True, markup=False)
        late = [stack.name for stack in stacks if stack.name not in {*survey.plans, *survey.failures}]
        if late and not survey.failures:
            self.run.console.print(f"Planned once the others are applied: {', '.join(late)}", soft_wrap=True)
        return self.run.tell_failures(stacks, survey.failures, [])

    def deploy(self) -> int:
        """Plan, ask, apply.

        Returns:
            0, or 1 where a stack failed.

        Raises:
            ToolError: What would be lost is not agreed to (exit 2).
            InterruptedRunError: The user ended the run.
        """
        with self.run.begun():
            with self.run.working():
                removed = self._removed()
                stacks = [*removed, *self.stacks]
                if not self.only_changed:  # what that passes over, nobody has compared with Keycloak
                    self._standstill.look(plan_all=self._plans_all)
                survey = self._survey(stacks, everything=self.gate is not None, unchanged=self._standstill.names)
                access = planned_access(self.run, self.environment, self.stacks, survey)
                show_plans(self, stacks, survey, access)
            if survey.failures:
                return self._failed(stacks, survey.failures)
            self.run.permission.is_listed = self.agreed is not NOTHING_AGREED
            find_handovers(map(self._as_renamed, survey.plans.values()))  # refused before anybody is asked
            refuse_somebody_elses(self, stacks, survey)
            self._ask(stacks, survey, access)
            applying = Applying(
                self.run,
                self.stacks,
                self.environment_stacks,
                self._review,
                self._fingerprints,
                self._standstill,
                self.gate,
                self.agreed,
            )
            with self.run.working():
                try:
                    survey = self._move(stacks, self._rename(stacks, survey))
                except StackError as failure:
                    return self._failed(stacks, {failure.stack: failure})
                outcome = applying.apply(removed, survey) if not survey.failures else Outcome(failures=survey.failures)
                if not (outcome.failures or self.only_changed):
                    self._standstill.note(applying.done)
        self.run.report(stacks, applying.done, done=True, adopted=self._adopted)
        for line in self._standstill.lines():
            self.run.console.print(line, soft_wrap=True)
        if self.realm and self.realm.name in applying.done and applying.done[self.realm.name].changed_outputs:
            self.run.tell_outputs(self.realm)
        return self.run.tell_failures(stacks, outcome.failures, outcome.left_out)

    def _removed(self) -> tuple[Stack, ...]:
        if self.realm is None:
            return ()
        return find_removed(self.run.work.terraform(self.realm), self.declared, self.run.repository)

    def _survey(self, stacks: Sequence[Stack], *, everything: bool = False, unchanged: Collection[str] = ()) -> Survey:
        survey = Survey(stacks, self.run.work, self.run.at_once, self._is_new, unchanged)
        survey.make(everything=everything, passed_over=self._passed_over())
        return survey

    def _passed_over(self) -> list[StackPlan]:
        if not self.only_changed or (self.realm and not self.run.admin.realm_exists(self.realm_name)):
            return []
        return [StackPlan(stack.name) for stack in self.stacks if self._fingerprints.is_known(stack)]

    @cached_property
    def _review(self) -> Review:
        return Review(self.run, self.consent)

    @cached_property
    def _fingerprints(self) -> Fingerprints:
        return Fingerprints(self.run.repository.logs.parent / "fingerprints", self.run.given_variables)

    @cached_property
    def _standstill(self) -> Standstill:
        return Standstill.of(self.stacks, self._fingerprints, lambda: self.run.admin, self.realm_name)

    @property
    def _plans_all(self) -> bool:
        """Whether every stack is planned: somebody sees the plans, or they are about more than what is declared."""
        return bool(self.plan_all or self.gate or self.renames) or self.agreed is not NOTHING_AGREED

    def _is_new(self, stack: Stack) -> bool:
        """Whether a stack certainly has no state: one that lies elsewhere may."""
        state = local_state(stack)
        return state is not None and not state.is_file()

    def _ask(self, stacks: Sequence[Stack], survey: Survey, access: PlannedAccess | None) -> None:
        moves = find_moves(survey.plans.values())
        plans = self.as_planned(survey)
        losses = self._review.losses(stacks, plans)
        nothing = all(plan.is_empty for plan in plans.values()) and len(plans) == len(stacks)
        nothing = nothing and not (moves or self.renames)
        if not nothing:
            tell_access(self.run, access)
        self.consent.ask_for_renames(self.renames)
        if not (nothing or self.consent.approved):
            self.run.report(stacks, plans, done=False, adopted=self._adopted)
        self.consent.ask_for_losses(losses)
        if not nothing:
            self.consent.ask_to_apply(self.run.command)

    @cached_property
    def agreed(self) -> Agreement:
        """What an operator has agreed to take over, whatever it holds."""
        return agreement(self.run.repository, self.run.environment, self.environment_stacks)

    @property
    def _adopted(self) -> ImportList | None:
        return self.agreed if isinstance(self.agreed, ImportList) else None

    @cached_property
    def environment_stacks(self) -> Collection[str]:
        """Names of all stacks of the environment: together they say what an object may hold."""
        own = [stack.name for stack in self.stacks]
        return {*own, *(StackNames(self.run.environment).all(self.environment) if self.environment else ())}

    def as_planned(self, survey: Survey) -> Mapping[str, StackPlan]:
        """Return plans by the names of their stacks, without what moves between them, and with what is renamed."""
        moves = find_moves(survey.plans.values())
        return {name: self._as_renamed(without_moves(plan, moves)) for name, plan in survey.plans.items()}

    def _as_renamed(self, plan: StackPlan) -> StackPlan:
        return as_renamed(plan, {(rename.old, rename.new) for rename in self.renames})

    def _rename(self, stacks: Sequence[Stack], survey: Survey) -> Survey:
        """Rename in Keycloak what Terraform would replace, and clients with it, then plan again."""
        if not self.renames:
            return survey
        for line in rename_in_keycloak(self.renames, self.realm_name, self.run.admin):
            self.run.screen.tell(line)
        return self._survey(stacks)

    def _move(self, stacks: Sequence[Stack], survey: Survey) -> Survey:
        """Move between states what goes in one stack and comes in another, then plan again."""
        moves = () if survey.failures else find_moves(survey.plans.values())
        if not moves:
            return survey
        carry_out(moves, {stack.name: self.run.work.terraform(stack) for stack in stacks})
        for line in describe_moves(moves):
            self.run.screen.tell(line)
        return self._survey(stacks)

    def _failed(self, stacks: Sequence[Stack], failures: dict[str, Exception]) -> int:
        self.run.work.forget_plans(stacks)
        return self.run.tell_failures(stacks, failures, [])
