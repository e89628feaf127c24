"""How tests reach the run's Keycloak, and another one beside it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from tools.demo.ports import any_free_port
from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

__all__ = ["another_keycloak", "provider_variables"]


@contextmanager
def another_keycloak(keycloak: KeycloakServer, folder: Path, *options: str) -> Iterator[KeycloakServer]:
    """Run a Keycloak with data and a port of its own, without TLS, until the block ends.

    Args:
        keycloak: The run's, for what is installed.
        folder: An empty folder, for its data and its administrator.
        options: How it is started, such as `--features=…`.
    """
    server = replace(keycloak, data=folder / "data", dotenv=folder / ".env", port=any_free_port(), options=options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def provider_variables(server: KeycloakServer) -> dict[str, str]:
    """Return the environment variables by which the provider administers a server."""
    return dict(read_local_secrets(server.dotenv).values)
