"""The environment that a command is about, and the process environment that reaches its Keycloak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.stack_names import StackNames
from tools.errors import ToolError
from tools.keycloak.address import is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.environment import Environment

__all__ = ["Target", "load_target", "target_of_stack"]


@dataclass(frozen=True)
class Target:
    """An environment by its name.

    Attributes:
        name: Name of the environment and of its stack.
        environment: What it declares.
    """

    name: str
    environment: Environment

    @property
    def stacks(self) -> tuple[str, ...]:
        """Names of its stacks, in the order in which they are applied."""
        return StackNames(self.name).all(self.environment)

    @property
    def is_local(self) -> bool:
        """Whether its Keycloak runs on this machine, so that the tools may start it."""
        return is_loopback(self.environment.keycloak.url)

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


def load_target(name: str) -> Target:
    """Load an environment.

    Raises:
        ToolError: There is none of that name (offers the nearest), or its file is wrong.
    """
    try:
        return Target(name, EnvironmentFiles().load(name))
    except EnvironmentFileError as fault:
        raise ToolError(str(fault), exit_code=2) from None


def target_of_stack(stack: str) -> Target:
    """Find the environment that a stack belongs to.

    Raises:
        ToolError: No environment has such a stack (offers the nearest), or a file is wrong.
    """
    try:
        targets = [Target(name, environment) for name, environment in EnvironmentFiles().load_all().items()]
    except EnvironmentFileError as error:
        raise ToolError(str(error), exit_code=2) from None
    for target in targets:
        if stack in target.stacks:
            return target
    stacks = [name for target in targets for name in target.stacks]
    raise ToolError(f"no stack '{stack}': {hint(stack, stacks)}", exit_code=2)
