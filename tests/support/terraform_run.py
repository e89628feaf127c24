"""Terraform itself, on one synthesized environment, with its state in the test's folder."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stacks.app import build_app
from tools.bootstrap.tool_environment import tool_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stacks.environment import Environment

__all__ = ["PlannedChange", "TerraformRun"]


@dataclass(frozen=True, order=True)
class PlannedChange:
    """What Terraform would do to one resource.

    Attributes:
        resource_type: Such as `keycloak_role`.
        actions: Such as `("create",)` or `("update",)`.
        arguments: Names of the arguments that change.
    """

    resource_type: str
    actions: tuple[str, ...]
    arguments: tuple[str, ...]


@dataclass
class TerraformRun:
    """One environment in one folder, applied as often as a test wants.

    Attributes:
        folder: Where the Terraform JSON and the state go.
        variables: Environment variables of Terraform: the provider's, and `TF_VAR_<name>`.
        name: Name of the stack.
    """

    folder: Path
    variables: Mapping[str, str] = field(repr=False)
    name: str = "test"

    def synthesize(self, environment: Environment) -> None:
        """Write the environment's Terraform JSON; the state lands in the folder."""
        build_app({self.name: environment}, outdir=self.folder / "cdktf.out").synth()
        if not (self._stack / ".terraform").exists():
            self.terraform("init", "-input=false")

    def apply(self, environment: Environment) -> None:
        """Synthesize and apply."""
        self.synthesize(environment)
        self.terraform("apply", "-input=false", "-auto-approve")

    def plan(self, environment: Environment) -> list[PlannedChange]:
        """Synthesize and plan; return what would change, sorted."""
        self.synthesize(environment)
        self.terraform("plan", "-input=false", "-out=plan")
        shown = json.loads(self.terraform_json("show", "plan"))
        changes = (resource for resource in shown.get("resource_changes", []))
        return sorted(
            PlannedChange(resource["type"], tuple(resource["change"]["actions"]), _changed(resource["change"]))
            for resource in changes
            if resource["change"]["actions"] not in (["no-op"], ["read"])
        )

    def destroy(self) -> None:
        """Remove all that was applied."""
        self.terraform("destroy", "-input=false", "-auto-approve")

    def outputs(self) -> dict[str, Any]:
        """Return the outputs' values."""
        return {name: output["value"] for name, output in json.loads(self.terraform_json("output")).items()}

    def terraform(self, command: str, *arguments: str) -> str:
        """Run Terraform in the stack's folder; a failure fails the test with what it said."""
        return self._run(command, "-no-color", *arguments)

    def terraform_json(self, *arguments: str) -> str:
        """Run a Terraform command that prints JSON; options follow its words."""
        words = ["providers", "schema"] if arguments[0] == "providers" else [arguments[0]]
        return self._run(*words, "-json", *arguments[len(words) :])

    def _run(self, *arguments: str) -> str:
        result = subprocess.run(
            ["terraform", *arguments],
            cwd=self._stack,
            env=tool_environment({**os.environ, **self.variables}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"terraform {arguments[0]}:\n{result.stdout}\n{result.stderr}"
        return result.stdout

    @property
    def _stack(self) -> Path:
        return self.folder / "cdktf.out" / "stacks" / self.name


def _changed(change: Mapping[str, Any]) -> tuple[str, ...]:
    before, after = change.get("before") or {}, change.get("after") or {}
    if not before or not after:
        return ()
    return tuple(sorted(key for key in {*before, *after} if before.get(key) != after.get(key)))
