"""A run of Terraform over an environment's stacks: `deploy`, `diff` and `destroy`."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tools.bootstrap.tool_environment import tool_environment
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.private_run import tighten, warn_of_debug_output
from tools.recovery.leftovers import Leftovers
from tools.recovery.permission import TakeoverPermission
from tools.recovery.takeover import taking_over
from tools.runner.failure import StackError
from tools.runner.initialization import initialize
from tools.runner.log import RunLog
from tools.runner.names import Names
from tools.runner.order import in_order, workers
from tools.runner.processes import InterruptedRunError, Processes
from tools.runner.screen import Screen, output_console
from tools.runner.stacks import Stack, read_stacks
from tools.runner.summary import Row, print_summary
from tools.runner.terraform import Terraform, TerraformRuns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from stacks.repository import Repository
    from tools.runner.order import Outcome
    from tools.runner.plan import StackPlan

__all__ = ["Run"]

# Terraform and the provider live for seconds: that Go collects their garbage less often than by default (100) saves a
# quarter of their processor time, for some 45 MiB of memory a stack that is worked on.
_GOGC = "300"

# Of a realm, with provider 5.6 and newer.
_DELETION_PROTECTION = "terraform_deletion_protection"


@dataclass
class Run:
    """One command on the stacks of an environment.

    Attributes:
        command: `deploy`, `diff` or `destroy`.
        environment: Name of the environment.
        repository: Where its stacks are synthesized, and its states lie.
        process_environment: Credentials, variables and settings.
        stacks: The stacks, in their order.
        is_local: Its Keycloak is this machine's: what an interrupted run made is taken over without a question.
    """

    command: str
    environment: str
    repository: Repository
    process_environment: Mapping[str, str] = field(repr=False)
    stacks: tuple[Stack, ...] = ()
    is_local: bool = False

    def __post_init__(self) -> None:
        """Open the log and the screen; nothing is started yet."""
        self._screen = Screen()
        self._log = RunLog(self.repository.logs / f"{self.command}-{self.environment}.log")
        self._processes = Processes(self._screen.tell)
        variables = {"GOGC": _GOGC, **tool_environment(self.process_environment), "TF_IN_AUTOMATION": "1"}
        self._runs = TerraformRuns(variables, self._processes, self._log)
        self._console = output_console()
        self._leftovers = Leftovers(variables, self._screen.tell)
        self._permission = TakeoverPermission(
            self.environment, self.is_local, self.process_environment, self._screen.tell, self._screen.paused
        )

    @classmethod
    def of(
        cls,
        command: str,
        environment: str,
        names: Sequence[str],
        repository: Repository,
        process_environment: Mapping[str, str],
        *,
        is_local: bool = False,
    ) -> Run:
        """Return the run of a command on some stacks.

        Args:
            command: As in the attributes, as are the others.
            environment: See there.
            names: Names of the stacks.
            repository: See there.
            process_environment: See there.
            is_local: See there.
        """
        stacks = read_stacks(repository.outdir, names)
        return cls(command, environment, repository, process_environment, stacks, is_local)

    def deploy(self) -> int:
        """Plan each stack after those that it is built on, and apply what its plan says.

        Returns:
            0, or 1 where a stack failed.

        Raises:
            InterruptedRunError: The user ended the run.
        """
        return self._each(self.stacks, self._deploy_stack, done=True)

    def diff(self) -> int:
        """Plan each stack, and apply nothing.

        Returns:
            As `deploy`.

        Raises:
            InterruptedRunError: As for `deploy`.
        """
        return self._each(self.stacks, self._diff_stack, done=False)

    def destroy(self) -> int:
        """Destroy each stack after those that are built on it.

        Returns:
            As `deploy`.

        Raises:
            InterruptedRunError: As for `deploy`.
        """
        return self._each(_reversed(self.stacks), self._destroy_stack, done=True)

    def _each(self, stacks: Sequence[Stack], work: Callable[[Stack], Row], *, done: bool) -> int:
        warn_of_debug_output((), self.process_environment)
        tighten(self.repository)
        try:
            with self._processes.handing_on(), self._screen.shown():
                outcome = in_order(stacks, work, at_once=workers())
        finally:
            tighten(self.repository)
        if self._processes.interrupted:
            raise InterruptedRunError
        return self._report(stacks, outcome, done=done)

    def _deploy_stack(self, stack: Stack) -> Row:
        started = time.monotonic()
        terraform = self._terraform(stack)
        with taking_over(terraform, self._plan(terraform), self._admin, self._permission.ask) as plan:
            if not plan.is_empty:
                self._apply(terraform, plan)
        self._leftovers.after_apply(terraform)
        return self._ended(stack, plan, started)

    @cached_property
    def _admin(self) -> KeycloakAdmin:
        return KeycloakAdmin.from_environment(self.process_environment)

    def _diff_stack(self, stack: Stack) -> Row:
        started = time.monotonic()
        terraform = self._terraform(stack)
        plan = self._plan(terraform)
        terraform.forget_plan()
        return self._ended(stack, plan, started)

    def _destroy_stack(self, stack: Stack) -> Row:
        started = time.monotonic()
        terraform = self._terraform(stack)
        plan = self._plan(terraform, "-destroy")
        guarded = [change.address for change in plan.changes if (change.before or {}).get(_DELETION_PROTECTION)]
        if guarded:  # the provider looks into the state, not at what is declared by now
            self._apply(terraform, self._plan(terraform, *(f"-target={address}" for address in guarded)))
            plan = self._plan(terraform, "-destroy")
        if not plan.is_empty:
            self._apply(terraform, plan)
        return self._ended(stack, plan, started)

    def _terraform(self, stack: Stack) -> Terraform:
        return Terraform(stack, self._runs, lambda _: self._screen.advance(stack.name))

    def _plan(self, terraform: Terraform, *options: str) -> StackPlan:
        stack = terraform.stack
        self._screen.begin(stack.name, "planning")
        self._leftovers.before_init(stack.folder)
        initialize(terraform)
        self._leftovers.after_init(terraform)
        return terraform.plan(*options)

    def _apply(self, terraform: Terraform, plan: StackPlan) -> None:
        total = sum(plan.counts)
        self._screen.begin(terraform.stack.name, "destroying" if self.command == "destroy" else "applying", total=total)
        terraform.apply()

    def _ended(self, stack: Stack, plan: StackPlan, started: float) -> Row:
        self._screen.end(stack.name)
        return Row(plan, Names.of(stack.folder), time.monotonic() - started)

    def _report(self, stacks: Sequence[Stack], outcome: Outcome[Row], *, done: bool) -> int:
        rows = [outcome.results[stack.name] for stack in stacks if stack.name in outcome.results]
        print_summary(self._console, rows, done=done, log=self._log.file)
        for name, failure in outcome.failures.items():
            if not isinstance(failure, (StackError, ToolError)):
                raise failure
            self._tell_failure(name, failure)
        if outcome.left_out:
            self._tell(f"left out, since they are built on what failed: {', '.join(outcome.left_out)}")
        if outcome.failures:
            self._tell(f"the whole output is in {self._log.file}")
            return 1
        return 0

    def _tell_failure(self, name: str, failure: StackError | ToolError) -> None:
        stack = next(stack for stack in self.stacks if stack.name == name)
        lines = failure.lines(Names.of(stack.folder).of_address) if isinstance(failure, StackError) else [str(failure)]
        for line in lines:
            self._tell(line)

    @staticmethod
    def _tell(line: str) -> None:
        print(line, file=sys.stderr)  # noqa: T201 - what a person reads


def _reversed(stacks: Sequence[Stack]) -> list[Stack]:
    """Turn the dependencies around: each stack after those that are built on it."""
    built_on = {
        stack.name: frozenset(each.name for each in stacks if stack.name in each.dependencies) for stack in stacks
    }
    return [Stack(stack.name, stack.folder, built_on[stack.name]) for stack in reversed(stacks)]
