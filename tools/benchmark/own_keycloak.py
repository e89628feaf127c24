"""A Keycloak of a benchmark's own, on a free port."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tools.bootstrap.paths import CACHE
from tools.demo.ports import any_free_port
from tools.keycloak.server import KeycloakServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["own_keycloak"]


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
