"""A first deployment that is killed when so much of it was seen to be done."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from tests.support.project.checkout import ROOT
from tools.keycloak.processes import of_home
from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.project.own_repository import OwnRepository

__all__ = ["Kill"]

_PATIENCE_S = 300.0
_POLL_S = 0.02
_DONE = "Creation complete"
_PREPARE = (
    "import sys; from tools.preparation import prepare; from tools.target import load_target; "
    "prepare(load_target({!r}))"
)
# As the kernel has their names.
_NAMES = {
    "terraform": re.compile(r"terraform|tofu"),
    "provider": re.compile(r"terraform-prov.*"),
    "cdktf": re.compile(r"node|MainThread|cdktf|cdktn"),
}


@dataclass(frozen=True)
class Kill:
    """Who is killed, and when.

    Attributes:
        who: `terraform`, `provider`, `runner`, `cdktf`, `keycloak`, or `everything` but Keycloak, as by a power cut.
        seen: How many resources Terraform has said to be done.
        number: The signal.
    """

    who: str
    seen: int
    number: signal.Signals = signal.SIGKILL

    def __str__(self) -> str:
        """Return it as the name of a test."""
        return f"{self.who}-{self.number.name}-after-{self.seen}"

    def strike(self, repository: OwnRepository) -> None:
        """Begin a deployment, kill at the moment, and wait until all of it has ended that ends by itself."""
        log = repository.root / "deployment.log"
        command = self._command(repository)
        with log.open("wb") as output:
            deployment = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._variables(repository),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                self._await(repository, deployment)
                for process in self._victims(repository, deployment):
                    with suppress(psutil.NoSuchProcess):
                        process.send_signal(self.number)
                code = deployment.wait(_PATIENCE_S)
            finally:
                deployment.kill()
        assert code != 0, f"killed, and still a success:\n{log.read_text()}"

    def _command(self, repository: OwnRepository) -> list[str]:
        if self.who != "cdktf":
            return [sys.executable, "-m", "tools", "deploy", repository.name]
        subprocess.run(
            [sys.executable, "-c", _PREPARE.format(repository.name)], cwd=ROOT, env=repository.variables, check=True
        )
        stacks = sorted(folder.name for folder in (repository.root / "cdktf.out" / "stacks").iterdir())
        return [sys.executable, "-m", "tools", "cdktf", "deploy", *stacks, "--auto-approve"]

    def _variables(self, repository: OwnRepository) -> dict[str, str]:
        if self.who != "cdktf":
            return repository.variables
        made = read_local_secrets(repository.root / ".env").values  # as Pipenv loads them
        return {**repository.variables, **made, "TF_VAR_keycloak_url": made["KEYCLOAK_URL"]}

    def _await(self, repository: OwnRepository, deployment: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        logs = [
            repository.root / "deployment.log",
            repository.root / ".cache" / "logs" / f"deploy-{repository.name}.log",
        ]
        while max(_count(log) for log in logs) < self.seen:
            assert deployment.poll() is None, f"it ended before {self.seen} were done:\n{logs[0].read_text()}"
            assert time.monotonic() < deadline, f"{self.seen} were never done:\n{logs[0].read_text()}"
            time.sleep(_POLL_S)

    def _victims(self, repository: OwnRepository, deployment: subprocess.Popen[bytes]) -> Iterator[psutil.Process]:
        runner = psutil.Process(deployment.pid)
        if self.who == "keycloak":
            yield from of_home(repository.keycloak.data)
        elif self.who == "runner":
            yield runner
        elif self.who == "everything":
            yield from [*runner.children(recursive=True), runner]
        else:
            found = [child for child in runner.children(recursive=True) if _is_called(child, _NAMES[self.who])]
            assert found, f"no {self.who} runs"
            yield from found


def _is_called(process: psutil.Process, name: re.Pattern[str]) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(name.fullmatch(process.name()))
    return False


def _count(log: Path) -> int:
    with suppress(OSError):
        return log.read_text(errors="replace").count(_DONE)
    return 0
