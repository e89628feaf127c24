"""A realm is one environment's: who has it already is told before anything is read or written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.server_of import server_of
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tools.errors import ToolError

if TYPE_CHECKING:
    from stacks.repository import Repository

__all__ = ["require_one_environment"]


def require_one_environment(name: str, url: str, realm: str, repository: Repository) -> None:
    """Refuse a realm that another environment has: with both files, no command would run for either.

    Args:
        name: Name of the environment that is to be written.
        url: The address as which its Keycloak issues tokens.
        realm: Name of the realm.
        repository: Where environments are. Files that are wrong are passed over: they say so themselves.

    Raises:
        ToolError: Another environment declares the realm, or joins it (exit 2).
    """
    files = EnvironmentFiles.of(repository)
    for other in files.names():
        if other == name:
            continue
        try:
            environment = files.load(other)
        except EnvironmentFileError:
            continue
        if (server_of(environment.keycloak.url), environment.realm.name) != (server_of(url), realm):
            continue
        file = repository.show(repository.environments / f"{other}.yaml")
        again = repository.command(f"make adopt ENV={other} AGAIN=1")
        remedy = (
            "a realm that is joined is its owner's: take that file away before you adopt the realm"
            if environment.realm.is_joined
            else f"declare more of it in that file, and list what it takes over by {again}"
        )
        raise ToolError(
            f"realm '{realm}' at {url} is that of {file} already: nothing was written: {remedy}", exit_code=2
        )
