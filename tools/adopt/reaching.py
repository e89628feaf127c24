"""By which Keycloak an adoption reads a realm, and imports an export: the caller's, or else this machine's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from constructs_lib.declaration.loopback import is_loopback
from tools.keycloak.server import KeycloakServer
from tools.local_secrets import ensure_local_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.repository import Repository

__all__ = ["given_url", "local", "reaching"]


def given_url() -> str:
    """Return the address of a Keycloak that is not this machine's, where the caller set one."""
    given = os.environ.get("KEYCLOAK_URL", "")
    return given.rstrip("/") + os.environ.get("KEYCLOAK_BASE_PATH", "") if given and not is_loopback(given) else ""


def reaching(repository: Repository) -> tuple[Mapping[str, str], str]:
    """Return what reaches Keycloak: what the caller set, or else the one of this machine, which is started."""
    given = given_url()
    return (os.environ, given) if given else local(repository)


def local(repository: Repository) -> tuple[Mapping[str, str], str]:
    """Start this machine's Keycloak, and return what reaches it: variables, and its address."""
    server = KeycloakServer.from_environment(os.environ, repository)
    server.start()
    secrets = ensure_local_secrets(repository.dotenv, keycloak_url=server.url, secret_variables=())
    return {**os.environ, **secrets.values}, server.url
