"""A Keycloak of a benchmark's own, on a free port."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stacks.repository import REPOSITORY_VARIABLE
from tools.bootstrap.paths import CACHE
from tools.demo.ports import any_free_port
from tools.keycloak.server import KeycloakServer
from tools.reaching import of_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["deploying", "own_keycloak"]


@contextmanager
def own_keycloak(root: Path) -> Iterator[KeycloakServer]:
    """Run it while the block is open; a running local Keycloak is left alone.

    Args:
        root: Folder of its data and of the `.env` with its administrator.

    Raises:
        ToolError: It does not start.
    """
    server = KeycloakServer(data=root / ".keycloak", cache=CACHE, dotenv=root / ".env", port=any_free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()


def deploying(server: KeycloakServer, repository: Path) -> dict[str, str]:
    """Return the variables by which our commands deploy a repository there, whichever Keycloak the caller has given.

    Args:
        server: The benchmark's own.
        repository: Folder of the repository.
    """
    return {
        **of_project(os.environ, {}),
        REPOSITORY_VARIABLE: str(repository),
        "KEYCLOAK_DATA": str(server.data),
        "KEYCLOAK_PORT": str(server.port),
    }
