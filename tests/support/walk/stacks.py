"""The stacks of one environment, planned and applied as fast as two cores allow."""

from __future__ import annotations

import io
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.cdk import App
from stacks.app import add_stacks
from stacks.repository import Repository
from stacks.stack_names import StackNames
from tools.audit.audit import audit
from tools.bootstrap.provider import terraform_binary
from tools.bootstrap.tool_environment import tool_environment
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.renames import due_renames, held_by_its_stack
from tools.runner.approval import Consent
from tools.runner.deploy import Deployment
from tools.runner.processes import InterruptedRunError
from tools.runner.run import Run
from tools.runner.stacks import read_stacks
from tools.stale_urls import take_back_urls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stacks.environment import Environment
    from tools.audit.audit import Audit
    from tools.renames import DueRename

__all__ = ["DeploymentError", "DeploymentRefusedError", "Stacks"]

_AT_ONCE = 2
_SECONDS = 300
_CHANGES = 2


class DeploymentError(Exception):
    """Terraform failed; the message is what it said."""


class DeploymentRefusedError(Exception):
    """The tools refuse a change; the message says why. Nothing was changed."""


@dataclass
class Stacks:
    """Terraform in a folder, for an environment that changes.

    Attributes:
        folder: Holds the synthesized JSON and the states.
        name: Name of the environment.
    """

    folder: Path
    name: str
    _deployed: tuple[str, ...] = field(default=(), init=False)

    def deploy(self, environment: Environment, variables: Mapping[str, str]) -> None:
        """Deploy what is declared, as `make deploy` does.

        Args:
            environment: What is declared.
            variables: The provider's, and `TF_VAR_<name>` of every secret.

        Raises:
            DeploymentRefusedError: It was refused before anything was changed.
            DeploymentError: It failed.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        repository = Repository(self.folder)
        app = App(outdir=str(repository.outdir))
        add_stacks(app, self.name, environment)
        app.synth()
        self._deployed = StackNames(self.name).all(environment)
        said = io.StringIO()
        try:
            with redirect_stderr(said), redirect_stdout(said):
                admin = KeycloakAdmin.from_environment(variables)
                due = due_renames(
                    environment, admin, lambda rename: held_by_its_stack(rename, environment, self.name, repository)
                )
                code = self._deployment(repository, variables, environment.realm.name, due).deploy()
                said.writelines(take_back_urls(environment, admin) if code == 0 else ())
        except InterruptedRunError:  # whoever ends the walk ends it here too
            raise
        except ToolError as refusal:
            raise DeploymentRefusedError(str(refusal)) from refusal
        if code:
            raise DeploymentError(said.getvalue())

    def _deployment(
        self, repository: Repository, variables: Mapping[str, str], realm: str, renames: Sequence[DueRename]
    ) -> Deployment:
        """Return the deployment, with all losses agreed to: the walk takes away whatever it likes."""
        stacks = read_stacks(repository.outdir, self._deployed)
        run = Run("deploy", self.name, repository, {**os.environ, **variables}, is_local=True)
        consent = Consent(self.name, approved=True, confirmed=self.name)
        return Deployment(
            run, stacks, consent, declared=self._deployed, realm=stacks[0], realm_name=realm, renames=renames
        )

    def changes(self, variables: Mapping[str, str]) -> tuple[str, ...]:
        """Plan what was deployed; return a line for each thing that would change: none, if all is well."""
        found: dict[str, tuple[str, ...]] = {}

        def plan(stack: str) -> None:
            code = self._terraform(stack, variables, "plan", "-out=plan", "-detailed-exitcode", allowed=(0, _CHANGES))
            found[stack] = self._planned(stack, variables) if code else ()

        self._at_once(self._deployed, plan)
        return tuple(line for stack in self._deployed for line in found[stack])

    def audit(self, admin: KeycloakAdmin, environment: Environment) -> Audit:
        """Compare the realm with what was synthesized last.

        Args:
            admin: The server.
            environment: What is declared.
        """
        texts = {
            stack: (self._path(stack) / "cdk.tf.json").read_text(encoding="utf-8")
            for stack in StackNames(self.name).all(environment)
        }
        return audit(admin, self.name, environment, {stack: json.loads(text) for stack, text in texts.items()})

    def _at_once(self, stacks: Sequence[str], work: object) -> None:
        assert callable(work)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for future in [pool.submit(work, stack) for stack in stacks]:
                future.result()

    def _planned(self, stack: str, variables: Mapping[str, str]) -> tuple[str, ...]:
        shown = json.loads(self._output(stack, variables, "show", "-json", "plan").stdout)
        lines = [
            f"{stack}: {change['address']}: {'/'.join(change['change']['actions'])} {_changed(change['change'])}"
            for change in shown.get("resource_changes", ())
            if change["change"]["actions"] not in (["no-op"], ["read"])
        ]
        outputs = [name for name, change in shown.get("output_changes", {}).items() if change["actions"] != ["no-op"]]
        return (*lines, *(f"{stack}: output {name}" for name in outputs))

    def _terraform(
        self, stack: str, variables: Mapping[str, str], command: str, *arguments: str, allowed: Sequence[int] = (0,)
    ) -> int:
        result = self._output(stack, variables, command, "-no-color", "-input=false", *arguments)
        if result.returncode not in allowed:
            raise DeploymentError(f"terraform {command} of {stack}:\n{_errors(result.stdout + result.stderr)}")
        return result.returncode

    def _output(self, stack: str, variables: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
        env = tool_environment({**os.environ, **variables})
        return subprocess.run(
            [terraform_binary(env), *arguments],
            cwd=self._path(stack),
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )

    def _path(self, stack: str) -> Path:
        return self.folder / "cdktf.out" / "stacks" / stack


def _changed(change: dict[str, dict[str, object] | None]) -> str:
    """Name the arguments that would change, never their values: one may be a secret."""
    before, after = change.get("before") or {}, change.get("after") or {}
    keys = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
    return ", ".join(keys) if before and after else ""


def _errors(text: str) -> str:
    """Return what Terraform says from its first error on."""
    start = text.find("Error: ")
    return text[start:] if start >= 0 else text
