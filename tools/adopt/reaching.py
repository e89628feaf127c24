"""By which Keycloak an adoption reads a realm, and imports an export: the caller's, or else the project's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from constructs_lib.declaration.loopback import is_loopback
from stacks.given_keycloak import given_keycloak, reached_url
from tools.keycloak.server import KeycloakServer
from tools.local_secrets import ensure_local_secrets
from tools.reaching import of_project, tell_given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.repository import Repository

__all__ = ["given_url", "local", "reaching"]


def given_url(repository: Repository) -> str:
    """Return the address of a Keycloak that is not the project's own, where the caller gave one.

    Args:
        repository: Its `.env` says which one is the project's own.
    """
    url = reached_url(os.environ)
    return (given_keycloak(os.environ, repository.dotenv) or "") if is_loopback(url) else url


def reaching(repository: Repository) -> tuple[Mapping[str, str], str]:
    """Return what reaches Keycloak: what the caller gave, or else the project's own, which is started.

    Args:
        repository: Where its secrets are.
    """
    given = given_url(repository)
    if not given:
        return local(repository)
    if is_loopback(given):
        tell_given(given)
    return os.environ, given


def local(repository: Repository) -> tuple[Mapping[str, str], str]:
    """Start the project's own Keycloak, and return what reaches it: variables, and its address.

    Args:
        repository: Where its secrets are.
    """
    server = KeycloakServer.from_environment(os.environ, repository)
    server.start()
    secrets = ensure_local_secrets(repository.dotenv, keycloak_url=server.url, secret_variables=())
    return of_project(os.environ, secrets.values), server.url
