"""The environment that a command is about, and the process environment that reaches its Keycloak."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.loopback import is_loopback
from stacks.environment_files import EnvironmentFiles
from stacks.given_keycloak import given_keycloak, has_credentials, is_started_here
from stacks.repository import Repository
from stacks.stack_names import StackNames
from tools.errors import ToolError
from tools.project import reading_files, repository_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stacks.environment import Environment

__all__ = ["Target", "all_targets", "load_target", "targets_of_stacks"]


@dataclass(frozen=True)
class Target:
    """An environment by its name.

    Attributes:
        name: Name of the environment and of its stack.
        environment: What it declares.
        repository: Where its file, its secrets and what it is synthesized into lie.
        variables: Of the process: they may give a Keycloak of the caller's own.
    """

    name: str
    environment: Environment
    repository: Repository = field(default_factory=Repository)
    variables: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False, compare=False)

    @property
    def stacks(self) -> tuple[str, ...]:
        """Names of its stacks, in the order in which they are applied."""
        return StackNames(self.name).all(self.environment)

    @property
    def is_local(self) -> bool:
        """Whether its Keycloak is this project's own on this machine, so that the tools may start it."""
        return is_started_here(self.environment, self.variables, self.repository.dotenv)

    @property
    def given_url(self) -> str | None:
        """Address on this machine of a Keycloak that the caller gave, its own or a door to one elsewhere."""
        return given_keycloak(self.variables, self.repository.dotenv)

    @property
    def is_on_loopback(self) -> bool:
        """Whether its Keycloak is declared to be on this machine: this project's own, or the caller's."""
        return is_loopback(self.environment.keycloak.url)

    def check_server(self, process_environment: Mapping[str, str]) -> None:
        """Refuse to send one environment to another one's Keycloak.

        Pipenv loads the local `.env` into every command, one for production included. By credentials that are not
        those of `.env`, an address on this machine may be a door to a Keycloak elsewhere, such as a forwarded port.

        Raises:
            ToolError: `KEYCLOAK_URL` is missing, or is this project's own Keycloak where the environment's is another,
                or is elsewhere where the environment's is on this machine.
        """
        declared = self.environment.keycloak.url
        url = process_environment.get("KEYCLOAK_URL")
        if not url:
            raise ToolError(f"set KEYCLOAK_URL: the address of the Keycloak of '{self.name}', {declared}", exit_code=2)
        here = is_loopback(url)
        given = given_keycloak(process_environment, self.repository.dotenv) is not None
        if self.is_on_loopback:
            fits = here and (given or self.environment.keycloak.start)
        else:
            fits = not here or (given and has_credentials(process_environment))
        if not fits:
            raise ToolError(
                f"KEYCLOAK_URL is {url}, but environment '{self.name}' declares {declared}: "
                "set KEYCLOAK_URL to that server, and PIPENV_DONT_LOAD_ENV=1 if it came from the local .env",
                exit_code=2,
            )


def load_target(name: str, process_environment: Mapping[str, str] = os.environ) -> Target:
    """Load an environment.

    Args:
        name: Its name.
        process_environment: Names the repository that it is in.

    Raises:
        ToolError: There is none of that name (offers the nearest), or its file is wrong.
    """
    repository = repository_of(process_environment)
    with reading_files():
        return Target(name, EnvironmentFiles.of(repository).load(name), repository, process_environment)


def all_targets(process_environment: Mapping[str, str] = os.environ) -> list[Target]:
    """Load every environment of a repository.

    Raises:
        ToolError: A file is wrong.
    """
    repository = repository_of(process_environment)
    with reading_files():
        environments = EnvironmentFiles.of(repository).load_all()
    return [Target(name, environment, repository, process_environment) for name, environment in environments.items()]


def targets_of_stacks(stacks: Sequence[str], process_environment: Mapping[str, str] = os.environ) -> list[Target]:
    """Find the environments that stacks belong to; the files are read once for all of them.

    Args:
        stacks: Names of the stacks.
        process_environment: Names the repository that they are in.

    Returns:
        The environments, each once.

    Raises:
        ToolError: No environment has such a stack (offers the nearest), or a file is wrong.
    """
    targets = all_targets(process_environment)
    owners = {stack: target for target in reversed(targets) for stack in target.stacks}
    for stack in stacks:
        if stack not in owners:
            known = [name for target in targets for name in target.stacks]
            raise ToolError(f"no stack '{stack}': {hint(stack, known)}", exit_code=2)
    return list({owners[stack].name: owners[stack] for stack in stacks}.values())
