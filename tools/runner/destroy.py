"""`make destroy`: every stack is planned to go, and goes after those that are built on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from tools.recovery.bound_flows import unbind_flows
from tools.runner.losses import find_losses
from tools.runner.order import in_order, nothing
from tools.runner.removed import find_removed
from tools.runner.things import Things

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tools.runner.approval import Consent
    from tools.runner.losses import Loss
    from tools.runner.plan import StackPlan
    from tools.runner.run import Run
    from tools.runner.stacks import Stack

__all__ = ["Destruction"]

# Of a realm, with provider 5.6 and newer.
_DELETION_PROTECTION = "terraform_deletion_protection"


@dataclass
class Destruction:
    """An environment on its way out of Keycloak.

    Attributes:
        run: The run that it is part of.
        stacks: The stacks that are declared and asked for, in the order in which they are applied.
        declared: Names of all stacks that are synthesized.
        realm: The stack that holds the realm, if it is asked for.
        realm_name: Name of the realm.
        consent: Asks before anything goes; None where nobody is asked.
        owns_realm: The realm is ours: its login flows may be unbound.
    """

    run: Run
    stacks: tuple[Stack, ...]
    declared: Collection[str]
    realm: Stack | None
    realm_name: str
    consent: Consent | None = None
    owns_realm: bool = True
    _done: dict[str, StackPlan] = field(default_factory=dict)

    def destroy(self) -> int:
        """Plan, ask and destroy.

        Returns:
            0, or 1 where a stack failed.

        Raises:
            ToolError: It is not agreed to (exit 2).
            InterruptedRunError: The user ended the run.
        """
        with self.run.begun():
            with self.run.working():
                stacks = self._in_order()
                planned = in_order(stacks, self._plan, at_once=self.run.at_once, waits_for=nothing)
            try:
                if planned.failures:
                    return self.run.tell_failures(stacks, planned.failures, [])
                self._ask(stacks, planned.results)
                with self.run.working():
                    outcome = in_order(
                        stacks,
                        lambda stack: self._destroy(stack, planned.results[stack.name]),
                        at_once=self.run.at_once,
                    )
            finally:
                self.run.work.forget_plans(stacks)
        self.run.report(stacks, self._done, done=True)
        return self.run.tell_failures(stacks, outcome.failures, outcome.left_out)

    def _ask(self, stacks: Sequence[Stack], plans: Mapping[str, StackPlan]) -> None:
        if self.consent is None or all(plan.is_empty for plan in plans.values()):
            return
        losses = [loss for stack in stacks for loss in find_losses(plans[stack.name], Things.of(stack.folder))]
        for loss in losses:
            self.run.log.write("losses", str(loss))
        names = ", ".join(stack.name for stack in stacks)
        self.consent.ask_to_destroy(
            f"This destroys stacks {names} of realm '{self.realm_name}'{self._accounts(losses)}:",
            losses,
            f"listed in {self.run.log.shown}",
        )

    def _accounts(self, losses: Iterable[Loss]) -> str:
        """Say how many people lose their accounts with the realm: most of them are declared nowhere."""
        if not any(loss.is_realm for loss in losses) or not self.run.admin.realm_exists(self.realm_name):
            return ""
        count = self.run.admin.get(f"realms/{quote(self.realm_name, safe='')}/users/count").json()
        return f", with all its {count} accounts"

    def _in_order(self) -> list[Stack]:
        removed: tuple[Stack, ...] = ()
        if self.realm is not None:
            removed = find_removed(self.run.work.terraform(self.realm), self.declared, self.run.repository)
        built_on = {
            stack.name: {each.name for each in self.stacks if stack.name in each.dependencies} for stack in self.stacks
        }
        gone = {stack.name for stack in removed}
        kept = [replace(stack, dependencies=frozenset(built_on[stack.name] | gone)) for stack in reversed(self.stacks)]
        return [*removed, *kept]

    def _plan(self, stack: Stack) -> StackPlan:
        return self.run.work.plan(stack, "-destroy")

    def _destroy(self, stack: Stack, plan: StackPlan) -> None:
        guarded = [change.address for change in plan.changes if (change.before or {}).get(_DELETION_PROTECTION)]
        if guarded:  # the provider looks into the state, not at what is declared by now
            self._lift(stack, [f"-target={address}" for address in guarded])
            plan = self._plan(stack)
        self._done[stack.name] = self.run.work.apply(
            stack, plan, doing="destroying", again=lambda: self._plan_again(stack)
        )

    def _plan_again(self, stack: Stack) -> StackPlan:
        """Plan what is left, where Keycloak would not delete a flow."""
        if self.owns_realm:
            unbind_flows(self.run.admin, self.realm_name)
        return self._plan(stack)

    def _lift(self, stack: Stack, targets: Sequence[str]) -> None:
        """Take away the protection of a realm that is about to go."""
        plan = self.run.work.plan(stack, *targets)
        self.run.work.apply(stack, plan, again=lambda: self.run.work.plan(stack, *targets))
