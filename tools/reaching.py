"""The variables by which commands reach an environment's Keycloak, whoever it belongs to.

`target.is_local` decides whose it is; what follows from that for variables is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.keycloak.issued import check_issuer
from tools.local_secrets import read_local_secrets
from tools.runner.screen import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.target import Target

__all__ = ["known_variables", "of_given", "of_project", "reaching_variables", "tell_given"]

_PUBLIC_URL = "TF_VAR_keycloak_url"
_REACHING = frozenset(
    {
        *("KEYCLOAK_URL", "KEYCLOAK_BASE_PATH", "KEYCLOAK_REALM", "KEYCLOAK_USER", "KEYCLOAK_PASSWORD"),
        *("KEYCLOAK_CLIENT_ID", "KEYCLOAK_CLIENT_SECRET", "KEYCLOAK_ACCESS_TOKEN"),
    }
)


def reaching_variables(target: Target) -> Mapping[str, str]:
    """Return what a command needs that reaches Keycloak and starts none; say which one, where the caller gave it.

    Args:
        target: The environment.

    Raises:
        ToolError: `KEYCLOAK_URL` is missing, or is another environment's; or `.env` cannot be read.
    """
    if not target.is_local:
        target.check_server(target.variables)
        check_issuer(target, target.variables)
        tell_given(target.given_url)
    return known_variables(target)


def known_variables(target: Target) -> Mapping[str, str]:
    """Return the process environment, with what `.env` adds where the environment is on this machine.

    Args:
        target: The environment.

    Raises:
        ToolError: `.env` cannot be read (exit 2).
    """
    if not target.is_on_loopback:
        return target.variables
    local = read_local_secrets(target.repository.dotenv).values
    return of_project(target.variables, local) if target.is_local else of_given(target, local)


def of_project(process_environment: Mapping[str, str], local: Mapping[str, str]) -> Mapping[str, str]:
    """Return what reaches the project's own Keycloak: what `.env` says, and no credentials for any other.

    Args:
        process_environment: Variables of the caller.
        local: What `.env` says.
    """
    return {name: value for name, value in process_environment.items() if name not in _REACHING} | dict(local)


def of_given(target: Target, local: Mapping[str, str]) -> Mapping[str, str]:
    """Return what reaches a Keycloak of the caller's own on this machine: what the caller says, with generated secrets.

    Where the file means the project's own, tokens are issued by the address that was given in its place.

    Args:
        target: The environment.
        local: What `.env` says.
    """
    recorded = local.get(_PUBLIC_URL)
    known = {name: value for name, value in local.items() if name.startswith("TF_VAR_") and name != _PUBLIC_URL}
    given = {name: value for name, value in target.variables.items() if (name, value) != (_PUBLIC_URL, recorded)}
    public = {_PUBLIC_URL: target.given_url} if target.environment.keycloak.start and target.given_url else {}
    return {**known, **public, **given}


def tell_given(url: str | None) -> None:
    """Say which Keycloak is used in place of the project's own.

    Args:
        url: Its address on this machine; None where it is elsewhere.
    """
    if url:
        tell(f"Uses the Keycloak at {url} that KEYCLOAK_URL gives; none is started")
