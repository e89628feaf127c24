"""How tests reach the run's Keycloak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from tools.keycloak.server import KeycloakServer

__all__ = ["provider_variables"]


def provider_variables(server: KeycloakServer) -> dict[str, str]:
    """Return the environment variables by which the provider administers a server."""
    return dict(read_local_secrets(server.dotenv).values)
