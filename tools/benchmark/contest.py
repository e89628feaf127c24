"""One declaration, deployed three ways to one Keycloak: by us, as plain HCL, by direct calls of the Admin REST API."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from stacks.repository import Repository
from tools.benchmark.large_environment import LargeEnvironment
from tools.benchmark.measurement import Meter
from tools.benchmark.own_keycloak import deploying
from tools.benchmark.plain_hcl import plain_hcl
from tools.benchmark.size import Size
from tools.bootstrap.provider import detect_provider, recorded_provider, terraform_binary
from tools.bootstrap.tool_environment import tool_environment
from tools.local_secrets import read_local_secrets
from tools.project import ROOT
from tools.reaching import of_project
from tools.synthesized_stack import count_resources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.benchmark.measurement import Measurement
    from tools.keycloak.server import KeycloakServer

__all__ = ["Contest", "Result"]

_WARM_UP = Size(consumers=40, models=10, grants=80, teams=1)


@dataclass(frozen=True)
class Result:
    """What one command cost.

    Attributes:
        who: Who deployed: `us`, `HCL` or `REST`.
        kind: What was done: `first`, `again`, `changed`, `diff` or `deploy`.
        what: The same in words.
        cost: What it cost.
        objects: How many objects, or resources of Terraform, there are afterwards; None where a part was deployed.
    """

    who: str
    kind: str
    what: str
    cost: Measurement
    objects: int | None = None


@dataclass(frozen=True)
class Contest:
    """The folder in which all is written, and the server that all is deployed to.

    Attributes:
        root: An empty folder.
        server: A Keycloak on this machine that runs; its `.env` lies in the folder.
        size: How much is declared.
        name: Begins the names of the realms.
    """

    root: Path
    server: KeycloakServer
    size: Size
    name: str = "large"

    def warm_up(self) -> None:
        """Let each way deploy a little: whoever comes first would else pay for what Keycloak compiles.

        Raises:
            ToolError: A command fails.
        """
        folder = self.root / "warm-up"
        folder.mkdir()
        shutil.copy2(self.server.dotenv, folder)  # one server, one administrator
        for _ in Contest(folder, self.server, _WARM_UP, f"{self.name}-warm-up").results():
            pass

    def results(self) -> Iterator[Result]:
        """Deploy and measure, the quickest first; yield what each command cost once it has ended.

        Raises:
            ToolError: A command fails.
        """
        try:
            yield Result("REST", "first", "first", self._rest("rest", self.size), _objects(self.size))
            yield from self._ours()
            yield self._plain_hcl()
            yield from self._ours_later()
        finally:
            for realm in (self._environment.realm, *map(self._realm, ("rest", "hcl"))):
                self.server.admin.delete_realm(realm)

    def _ours(self) -> Iterator[Result]:
        self._environment.write()
        first = self._tools("first", "deploy")
        yield Result("us", "first", "first", first, self._resources())
        yield Result("us", "again", "again", self._tools("again", "deploy"), self._resources())

    def _ours_later(self) -> Iterator[Result]:
        """What somebody does all day, once the others are measured."""
        what = "again, CHANGED=1"
        yield Result("us", "changed", what, self._tools(what, "deploy", "--changed"))
        team = self.size.team_names()[0]
        self._environment.write_team(team, more=True)
        for command in ("diff", "deploy"):
            what = f"one grant more, {command} TEAM={team}"
            yield Result("us", command, what, self._tools(what, command, "--team", team))

    def _resources(self) -> int:
        return sum(count_resources(stack) for stack in (Repository(self.root).outdir / "stacks").iterdir())

    def _tools(self, label: str, command: str, *options: str) -> Measurement:
        """Run what `make deploy` and `make diff` run."""
        arguments = [sys.executable, "-m", "tools", command, self.name, *options]
        return self._meter("us").measure(f"We: {label}", arguments, env=deploying(self.server, self.root), folder=ROOT)

    def _rest(self, name: str, size: Size) -> Measurement:
        numbers = [str(number) for number in (size.consumers, size.models, size.grants, size.teams)]
        arguments = [sys.executable, "-m", "tools.benchmark.admin_rest", self._realm(name), *numbers]
        return self._meter("rest").measure(f"Admin REST: {size}", arguments, env=self._variables, folder=ROOT)

    def _plain_hcl(self) -> Result:
        folder = self.root / "hcl"
        folder.mkdir()
        provider = recorded_provider(os.environ) or detect_provider(os.environ)
        program = plain_hcl(self._realm("hcl"), self.size, provider_version=provider.version)
        (folder / "main.tf").write_text(program, encoding="utf-8")
        terraform, meter = terraform_binary(self._variables), self._meter("hcl")
        init = [terraform, "init", "-input=false", "-no-color"]
        apply = [terraform, "apply", "-auto-approve", "-input=false", "-no-color"]
        cost = meter.measure("Plain HCL: init", init, env=self._variables, folder=folder)
        cost += meter.measure("Plain HCL: apply", apply, env=self._variables, folder=folder)
        return Result("HCL", "first", "first", cost, _objects(self.size))

    @cached_property
    def _environment(self) -> LargeEnvironment:
        return LargeEnvironment(Repository(self.root).environments, self.size, name=self.name, url=self.server.url)

    @cached_property
    def _variables(self) -> dict[str, str]:
        """The process environment of those who reach Keycloak by themselves."""
        return tool_environment(of_project(os.environ, read_local_secrets(self.server.dotenv).values))

    def _realm(self, name: str) -> str:
        return f"{self.name}-{name}"

    def _meter(self, who: str) -> Meter:
        return Meter(self.server.data, self.root / f"{who}.log")


def _objects(size: Size) -> int:
    """Count a realm, the API's client, a client a consumer, a role a model, an assignment a grant."""
    return 2 + size.consumers + size.models + size.grants
