"""The environment that a command is about, and the process environment that reaches its Keycloak."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.loopback import is_loopback
from stacks.environment_files import EnvironmentFiles
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
    """

    name: str
    environment: Environment
    repository: Repository = field(default_factory=Repository)

    @property
    def stacks(self) -> tuple[str, ...]:
        """Names of its stacks, in the order in which they are applied."""
        return StackNames(self.name).all(self.environment)

    @property
    def is_local(self) -> bool:
        """Whether its Keycloak runs on this machine, so that the tools may start it."""
        return self.environment.is_local

    def check_server(self, process_environment: Mapping[str, str]) -> None:
        """Refuse to send one environment to another one's Keycloak.

        Pipenv loads the local `.env` into every command, one for production included.

        Raises:
            ToolError: `KEYCLOAK_URL` is missing, or is local where the environment is not, or the other way round.
        """
        declared = self.environment.keycloak.url
        url = process_environment.get("KEYCLOAK_URL")
        if not url:
            raise ToolError(f"set KEYCLOAK_URL: the address of the Keycloak of '{self.name}', {declared}", exit_code=2)
        if is_loopback(url) != self.is_local:
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
        return Target(name, EnvironmentFiles.of(repository).load(name), repository)


def all_targets(process_environment: Mapping[str, str] = os.environ) -> list[Target]:
    """Load every environment of a repository.

    Raises:
        ToolError: A file is wrong.
    """
    repository = repository_of(process_environment)
    with reading_files():
        environments = EnvironmentFiles.of(repository).load_all()
    return [Target(name, environment, repository) for name, environment in environments.items()]


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
