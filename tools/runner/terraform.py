"""One stack, and Terraform or OpenTofu run in its folder."""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.bootstrap.provider import terraform_binary
from tools.runner import reencryption
from tools.runner.failure import StackError
from tools.runner.messages import Diagnostic, Progress, read_message
from tools.runner.plan import StackPlan, read_plan

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Mapping

    from tools.runner.log import RunLog
    from tools.runner.processes import Processes
    from tools.runner.served.stacks import ServedStacks
    from tools.runner.stacks import Stack

__all__ = ["LOCK_TIMEOUT", "PLAN_FILE", "SCRATCH", "Terraform", "TerraformRuns"]

LOCK_TIMEOUT = "-lock-timeout=120s"
"""A second run waits for the lock of a state, instead of failing."""

_POLL_S = 0.05
_CHANGES = 2
_CODE = "cdk.tf.json"
PLAN_FILE = ".plan"
"""Name of the plan that is kept in the folder of a stack, until it is applied: it holds secrets."""
SCRATCH = ".run-"
"""What folders begin with that a run leaves in a stack's folder, if it is killed."""


@dataclass(frozen=True)
class TerraformRuns:
    """What all runs of Terraform have in common.

    Attributes:
        environment: Their environment, credentials and variables included.
        processes: Starts them, and hands signals on.
        log: Gets what they say.
        served: Serves local states to them; None where Terraform writes these itself.
    """

    environment: Mapping[str, str] = field(repr=False)
    processes: Processes
    log: RunLog
    served: ServedStacks | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Terraform:
    """Terraform in the folder of one stack.

    Attributes:
        stack: The stack.
        runs: What all runs have in common.
        progress: Is told of each resource that was read, planned, changed or failed.
    """

    stack: Stack
    runs: TerraformRuns
    progress: Callable[[Progress], None] = field(default=lambda _: None, repr=False)

    @property
    def data(self) -> Path:
        """Terraform's own folder, with the provider and where the state is."""
        return self.stack.folder / (self.runs.environment.get("TF_DATA_DIR") or ".terraform")

    def init(self, *options: str) -> None:
        """Install the provider and connect the state.

        Raises:
            StackError: It failed.
        """
        self._run("init", "-input=false", "-no-color", *options)

    def plan(self, *options: str) -> StackPlan:
        """Plan, and keep the plan for `apply`.

        Raises:
            StackError: It failed.
        """
        arguments = ("-json", "-input=false", "-detailed-exitcode", *self._lock_timeout("plan"), *options)
        code = self._run("plan", f"-out={self._plan_file}", *arguments, accepted=(0, _CHANGES))
        if code == 0:
            rewrites_state = reencryption.is_asked_for(self.runs.environment)
            if not rewrites_state:
                self.forget_plan()
            return StackPlan(self.stack.name, rewrites_state=rewrites_state)
        return self.show()

    def show(self) -> StackPlan:
        """Read the plan that is kept.

        Raises:
            StackError: It failed.
        """
        with self._printed("show", "-json", "-no-color", str(self._plan_file)) as output:
            return read_plan(self.stack.name, output, self.stack.folder / _CODE)

    def apply(self) -> None:
        """Apply the plan that is kept.

        Raises:
            StackError: It failed, or was ended before it was done.
        """
        self._run("apply", "-json", "-input=false", *self._lock_timeout("apply"), str(self._plan_file))
        self.forget_plan()
        if reencryption.is_asked_for(self.runs.environment):
            reencryption.forget_plain_backup(self.stack)

    def pull(self) -> dict[str, Any] | None:
        """Return the state; None where there is none yet.

        Raises:
            StackError: It failed.
        """
        return self._print("state", "pull")

    def push(self, state: dict[str, Any]) -> None:
        """Replace the state.

        Raises:
            StackError: It failed, or the state was written by somebody else meanwhile.
        """
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=self.stack.folder) as scratch:
            file = Path(scratch).absolute() / "state"
            file.touch(mode=0o600)
            file.write_text(json.dumps(state), encoding="utf-8")
            self._run("state", "push", *self._lock_timeout("state_push"), str(file))

    def untaint(self, address: str) -> None:
        """Take what is marked as half-made for made.

        Raises:
            StackError: It failed.
        """
        self._run("untaint", *self._lock_timeout("untaint"), address)

    def forget(self, *addresses: str) -> None:
        """Take resources out of the state, and leave in Keycloak what is there of them.

        Raises:
            StackError: It failed.
        """
        self._run("state", "rm", *self._lock_timeout("state_rm"), *addresses)

    def output(self, name: str) -> Any:  # noqa: ANN401 - whatever the output holds
        """Return the value of an output in the state; None where it has none of that name.

        Raises:
            StackError: It failed.
        """
        return self.outputs().get(name, {}).get("value")

    def outputs(self) -> dict[str, dict[str, Any]]:
        """Return value and sensitivity of each output in the state.

        Raises:
            StackError: It failed.
        """
        return self._print("output", "-json") or {}

    def forget_plan(self) -> None:
        """Remove the plan that is kept: it holds secrets."""
        self._plan_file.unlink(missing_ok=True)

    @property
    def _plan_file(self) -> Path:
        return self.stack.folder.absolute() / PLAN_FILE

    def _lock_timeout(self, command: str) -> tuple[str, ...]:
        """Leave the time to whoever has set one."""
        given = (self.runs.environment.get(f"TF_CLI_ARGS{suffix}", "") for suffix in ("", f"_{command}"))
        return () if any("-lock" in arguments for arguments in given) else (LOCK_TIMEOUT,)

    def _run(self, command: str, *arguments: str, accepted: tuple[int, ...] = (0,)) -> int:
        self.runs.log.write(self.stack.name, f"terraform {command}")
        diagnostics: list[Diagnostic] = []
        with self._started(command, *arguments) as (process, output, errors):
            for line in _lines(output, process):
                text, about = read_message(line)
                self.runs.log.write(self.stack.name, text)
                if isinstance(about, Diagnostic):
                    diagnostics.append(about)
                elif about is not None:
                    self.progress(about)
            said = errors.read_text(encoding="utf-8", errors="replace")
        self.runs.log.write(self.stack.name, said)
        if process.returncode not in accepted:
            found = tuple(each for each in diagnostics if each.is_error)
            raise StackError(self.stack.name, command, process.returncode, found, said)
        return process.returncode

    def _print(self, command: str, *arguments: str) -> dict[str, Any] | None:
        with self._printed(command, *arguments) as output:
            text = output.read_bytes()
        return json.loads(text) if text.strip() else None

    @contextmanager
    def _printed(self, command: str, *arguments: str) -> Iterator[Path]:
        """Run what prints JSON as a whole; the log gets nothing of it, since it may hold secrets."""
        with self._started(command, *arguments) as (process, output, errors):
            if process.wait():
                said = errors.read_text(encoding="utf-8", errors="replace")
                raise StackError(self.stack.name, command, process.returncode, (), said)
            yield output

    @contextmanager
    def _started(self, command: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], Path, Path]]:
        """Start Terraform; what it writes is for this process alone, and gone afterwards."""
        served = self.runs.served.of(self.stack, self.data) if self.runs.served and command != "init" else None
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=self.stack.folder) as scratch:
            output, errors = Path(scratch) / "output", Path(scratch) / "errors"
            with self.runs.processes.started(
                [terraform_binary(self.runs.environment), command, *arguments],
                folder=served.folder if served else self.stack.folder,
                environment={**self.runs.environment, **served.variables} if served else self.runs.environment,
                output=output,
                errors=errors,
            ) as process:
                if served:
                    served.note(process.pid)
                yield process, output, errors


def _lines(output: Path, process: subprocess.Popen[bytes]) -> Iterator[str]:
    """Yield each line as it is written, until the process has ended."""
    rest = b""
    with output.open("rb") as file:
        while True:
            ended = process.poll() is not None  # before the read: what it wrote at the end is read as well
            rest += file.read()
            *lines, rest = rest.split(b"\n")
            yield from (line.decode(errors="replace") for line in lines)
            if ended:
                break
            time.sleep(_POLL_S)
    if rest:
        yield rest.decode(errors="replace")
