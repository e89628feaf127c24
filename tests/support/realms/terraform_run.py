"""Terraform itself, on one synthesized environment, with its states in the test's folder."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.cdk import App
from stacks.app import add_stacks
from stacks.protection import DESTROY_VARIABLE
from stacks.stack_names import StackNames
from tools.bootstrap.provider import terraform_binary
from tools.bootstrap.tool_environment import tool_environment
from tools.keycloak.admin import KeycloakAdmin
from tools.recovery.bound_flows import unbind_flows
from tools.runner.failure import is_passing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from constructs_lib.cdk import TerraformStack
    from stacks.environment import Environment

__all__ = ["PlannedChange", "TerraformRun"]

_NOTHING = (["no-op"], ["read"])
_CHANGES = 2
"""Exit code of a plan that has changes, where `-detailed-exitcode` asks for one."""


@dataclass(frozen=True, order=True)
class PlannedChange:
    """What Terraform would do to one resource.

    Attributes:
        resource_type: Such as `keycloak_role`.
        actions: Such as `("create",)` or `("update",)`.
        arguments: Names of the arguments that change.
        key: The key of `for_each`, where the resource has one.
    """

    resource_type: str
    actions: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    key: str = ""


@dataclass
class TerraformRun:
    """One environment in one folder, applied as often as a test wants, all its stacks in their order.

    Attributes:
        folder: Where the Terraform JSON and the states go.
        variables: Environment variables of Terraform: the provider's, and `TF_VAR_<name>`.
        name: Name of the environment, and of the stack with the realm.
        extend: Adds resources by hand to the stack with the realm.
        protected: Outside loopback the realm is protected, as it is for everybody but who is about to destroy it.
    """

    folder: Path
    variables: Mapping[str, str] = field(repr=False)
    name: str = "test"
    extend: Callable[[TerraformStack], None] | None = None
    protected: bool = False
    _stacks: tuple[str, ...] = field(default=(), init=False)
    _realm: str = field(default="", init=False)

    def synthesize(self, environment: Environment) -> None:
        """Write the environment's Terraform JSON, unjudged by guardrails; the state lands in the folder."""
        app = App(outdir=str(self.folder / "cdktf.out"))
        with pytest.MonkeyPatch.context() as patch:
            if not self.protected:
                patch.setenv(DESTROY_VARIABLE, self.name)
            realm, *_ = add_stacks(app, self.name, environment)
        if self.extend:
            self.extend(realm)
        app.synth()
        self._stacks = StackNames(self.name).all(environment)
        self._realm = environment.realm.name
        for stack in self._stacks:
            if not (self._folder_of(stack) / ".terraform").exists():
                self.terraform("init", "-input=false", stack=stack)

    def apply(self, environment: Environment) -> None:
        """Synthesize and apply."""
        self.synthesize(environment)
        for stack in self._stacks:
            self.terraform("apply", "-input=false", "-auto-approve", stack=stack)

    def plan(self, environment: Environment) -> list[PlannedChange]:
        """Synthesize and plan; return what would change in all stacks, sorted."""
        return sorted(change for changes in self.plans(environment).values() for change in changes)

    def plans(self, environment: Environment) -> dict[str, list[PlannedChange]]:
        """Synthesize and plan every stack, before any is applied; return what would change, by stack."""
        self.synthesize(environment)
        planned = {stack: self._plan(stack) for stack in self._stacks}
        return {stack: changes for stack, changes in planned.items() if changes}

    def change(self, environment: Environment) -> dict[str, list[PlannedChange]]:
        """Synthesize, then plan each stack and apply that very plan; return what changed, by stack.

        Stacks that the environment no longer has are destroyed first, as an operator does.
        """
        before = self._stacks
        removed = [stack for stack in before if stack not in StackNames(self.name).all(environment)]
        changed = {stack: self._apply_planned(stack, "-destroy") for stack in reversed(removed)}
        self.synthesize(environment)
        changed |= {stack: self._apply_planned(stack) for stack in self._stacks}
        return {stack: changes for stack, changes in changed.items() if changes}

    def destroy(self) -> None:
        """Remove all that was applied; for a flow that the realm still uses see `tools.recovery.bound_flows`."""
        for stack in reversed(self._stacks):
            command = ("destroy", "-input=false", "-auto-approve")
            try:
                self.terraform(*command, stack=stack)
            except AssertionError as failure:
                if not is_passing(str(failure)):
                    raise
                unbind_flows(KeycloakAdmin.from_environment(self._environment()), self._realm)
                self.terraform(*command, stack=stack)

    def outputs(self) -> dict[str, Any]:
        """Return the outputs' values."""
        return {name: output["value"] for name, output in json.loads(self.terraform_json("output")).items()}

    def terraform(self, command: str, *arguments: str, stack: str | None = None) -> str:
        """Run Terraform in the folder of a stack, by default the realm's; a failure fails the test."""
        return self._run(stack or self.name, command, "-no-color", *arguments)

    def terraform_json(self, *arguments: str, stack: str | None = None) -> str:
        """Run a Terraform command that prints JSON; options follow its words."""
        words = ["providers", "schema"] if arguments[0] == "providers" else [arguments[0]]
        return self._run(stack or self.name, *words, "-json", *arguments[len(words) :])

    def save_plans(self, environment: Environment) -> list[Path]:
        """Synthesize and plan every stack, before any is applied; return the plans as Terraform saved them."""
        self.synthesize(environment)
        for stack in self._stacks:
            self._save_plan(stack)
        return [self._folder_of(stack) / "plan" for stack in self._stacks]

    def apply_saved_plans(self) -> None:
        """Apply what `save_plans` saved, of an environment with one stack: plans of others would be out of date."""
        (stack,) = self._stacks
        self._apply_saved(stack)

    def _apply_planned(self, stack: str, *options: str) -> list[PlannedChange]:
        if not self._save_plan(stack, *options):
            return []
        changes = self._saved_plan(stack)
        self._apply_saved(stack, *options)
        return changes

    def _apply_saved(self, stack: str, *options: str) -> None:
        try:
            self.terraform("apply", "-input=false", "plan", stack=stack)
        except AssertionError as failure:
            if not is_passing(str(failure)):
                raise
            self._save_plan(stack, *options)  # as `make deploy` does
            self.terraform("apply", "-input=false", "plan", stack=stack)

    def _save_plan(self, stack: str, *options: str) -> bool:
        """Plan, and return whether Terraform has anything to do: to a resource, an output or the state."""
        command = ("plan", "-no-color", "-input=false", "-out=plan", "-detailed-exitcode", *options)
        return self._result(stack, *command, passing=(0, _CHANGES)).returncode == _CHANGES

    def _plan(self, stack: str) -> list[PlannedChange]:
        return self._saved_plan(stack) if self._save_plan(stack) else []

    def _saved_plan(self, stack: str) -> list[PlannedChange]:
        shown = json.loads(self.terraform_json("show", "plan", stack=stack))
        return sorted(
            PlannedChange(
                resource["type"],
                tuple(resource["change"]["actions"]),
                _changed(resource["change"]),
                resource.get("index", ""),
            )
            for resource in shown.get("resource_changes", [])
            if resource["change"]["actions"] not in _NOTHING
        )

    def _environment(self) -> dict[str, str]:
        return tool_environment({**os.environ, **self.variables})

    def _run(self, stack: str, *arguments: str) -> str:
        return self._result(stack, *arguments).stdout

    def _result(self, stack: str, *arguments: str, passing: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
        # Not kept in a local variable: pytest's report of a failure would show it.
        result = subprocess.run(
            [terraform_binary(self._environment()), *arguments],
            cwd=self._folder_of(stack),
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode in passing, f"terraform {arguments[0]} of {stack}:\n{result.stdout}\n{result.stderr}"
        return result

    def _folder_of(self, stack: str) -> Path:
        return self.folder / "cdktf.out" / "stacks" / stack


def _changed(change: Mapping[str, Any]) -> tuple[str, ...]:
    before, after = change.get("before") or {}, change.get("after") or {}
    if not before or not after:
        return ()
    return tuple(sorted(key for key in {*before, *after} if before.get(key) != after.get(key)))
