"""A run of Terraform over an environment's stacks: what `deploy`, `diff` and `destroy` have in common."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tools.bootstrap.file_lock import locked
from tools.bootstrap.tool_environment import tool_environment
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.keycloak.provider_login import provider_login
from tools.private_run import tighten, warn_of_debug_output
from tools.recovery.leftovers import Leftovers
from tools.recovery.permission import TakeoverPermission
from tools.runner.as_adopted import as_adopted
from tools.runner.failure import StackError
from tools.runner.frugality import frugal
from tools.runner.log import RunLog
from tools.runner.order import workers
from tools.runner.processes import InterruptedRunError, Processes
from tools.runner.screen import Screen, output_console, tell
from tools.runner.served.stacks import ServedStacks
from tools.runner.summary import Row, print_summary
from tools.runner.terraform import Terraform, TerraformRuns
from tools.runner.things import Things
from tools.runner.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stacks.repository import Repository
    from tools.runner.as_adopted import Adopted
    from tools.runner.plan import StackPlan
    from tools.runner.stacks import Stack

__all__ = ["Run"]

_SERVED = frozenset({"deploy", "destroy"})


@dataclass
class Run:
    """One command on the stacks of an environment.

    Attributes:
        command: `deploy`, `diff` or `destroy`.
        environment: Name of the environment.
        repository: Where its stacks are synthesized, and its states lie.
        process_environment: Credentials, variables and settings.
        is_local: Its Keycloak is this machine's: what an interrupted run made is taken over without a question.
        work: What is done with each stack.
        at_once: How many stacks are worked on at a time.
    """

    command: str
    environment: str
    repository: Repository
    process_environment: Mapping[str, str] = field(repr=False)
    is_local: bool
    work: Work = field(init=False)
    at_once: int = field(default_factory=workers)

    def __post_init__(self) -> None:
        """Open the log and the screen; nothing is started yet."""
        self.screen = Screen()
        self.log = RunLog(self.repository, f"{self.command}-{self.environment}")
        self.console = output_console()
        self._processes = Processes(self.screen.tell)
        self._variables = frugal(tool_environment(self.process_environment)) | {"TF_IN_AUTOMATION": "1"}
        self._given = dict(self._variables)
        runs = TerraformRuns(self._variables, self._processes, self.log, self._served())
        self.work = Work(runs, self.screen, Leftovers(self._variables, self.screen.tell), lambda: self.admin)
        self.permission = TakeoverPermission(
            self.is_local, self.process_environment, self.screen.tell, self.screen.paused
        )

    def _served(self) -> ServedStacks | None:
        """Return what serves local states, where something is applied whose loss costs nobody a question."""
        if not self.is_local or self.command not in _SERVED:
            return None

        def initialize(stack: Stack, variables: Mapping[str, str]) -> None:
            runs = TerraformRuns({**self._variables, **variables}, self._processes, self.log)
            Terraform(stack, runs).init()

        return ServedStacks(self._variables, self.repository.logs.parent / "http-backend", initialize)

    @cached_property
    def admin(self) -> KeycloakAdmin:
        """The environment's Keycloak."""
        return KeycloakAdmin.from_environment(self.process_environment)

    @property
    def given_variables(self) -> Mapping[str, str]:
        """Environment of Terraform with Keycloak's own address, where Terraform itself goes through a door."""
        return self._given

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Keep other runs of this environment waiting, and files private, until the block ends; no plan outlives it."""
        warn_of_debug_output((), self.process_environment)
        tighten(self.repository)
        lock = self.repository.logs / f"{self.environment}.lock"
        try:
            waited_for = f"Waiting for another run on environment '{self.environment}'"
            with locked(lock, waited_for), provider_login(self.process_environment) as login:
                self._variables |= login
                try:
                    yield
                finally:  # also plans that were refused, or left out: they hold secrets
                    self.work.forget_plans(self.work.planned)
        finally:
            if self.work.runs.served:
                self.work.runs.served.end(self.repository.outdir)
            tighten(self.repository)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Show stacks and hand Ctrl-C on while they are worked on.

        Raises:
            InterruptedRunError: The user ended the run.
        """
        with self._processes.handing_on(), self.screen.shown():
            yield
        if self._processes.interrupted:
            raise InterruptedRunError

    def report(
        self, stacks: Sequence[Stack], plans: Mapping[str, StackPlan], *, done: bool, adopted: Adopted | None = None
    ) -> None:
        """Print what was done, or would be.

        Args:
            stacks: The stacks, in the order in which they are shown.
            plans: Their plans by name; a stack without one is left out.
            done: It was done.
            adopted: What is taken over by it of a realm that was adopted.
        """
        told = {name: as_adopted(plan, adopted) if adopted else plan for name, plan in plans.items()}
        rows = [
            Row(
                plan,
                Things.of(stack.folder),
                self.work.seconds[stack.name],
                plan.taken_over if adopted else None,
                is_again=adopted is not None and adopted.is_again,
            )
            for stack in stacks
            if (plan := told.get(stack.name))
        ]
        print_summary(self.console, rows, done=done, log=self.log)

    def tell_outputs(self, stack: Stack) -> bool:
        """Print what an environment's gateways and clients need to know; nothing that is sensitive.

        Returns:
            Whether there was anything.
        """
        shown = {
            name: output["value"]
            for name, output in Terraform(stack, self.work.runs).outputs().items()
            if not output["sensitive"] and isinstance(output["value"], str)
        }
        for name, value in shown.items():
            self.console.print(f"{name}: {value}", soft_wrap=True, markup=False)
        return bool(shown)

    def tell_failures(self, stacks: Iterable[Stack], failures: Mapping[str, Exception], left_out: Sequence[str]) -> int:
        """Print what went wrong, a line each.

        Returns:
            The exit code.
        """
        folders = {stack.name: stack.folder for stack in stacks}
        for name, failure in failures.items():
            if isinstance(failure, StackError):
                for line in failure.lines(Things.of(folders[name]).name_of):
                    tell(line)
            elif isinstance(failure, ToolError):
                tell(str(failure))
            else:
                raise failure
        if left_out:
            tell(f"left as they are, since they are built on what failed: {', '.join(left_out)}")
        if not failures:
            return 0
        tell(f"The whole output is in {self.log.shown}")
        codes = {failure.exit_code for failure in failures.values() if isinstance(failure, ToolError)}
        return codes.pop() if len(codes) == 1 and len(failures) == 1 else 1
