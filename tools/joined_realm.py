"""What a realm that is joined lacks of our guarantees: its owner is told which setting, which value, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from constructs_lib.declaration.token_settings import MACHINE_SCOPES
from tools.errors import ToolError
from tools.realm_promises import OF_EVENTS, missing_promises

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.environment import Environment
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["check_joined_realm", "shortfalls"]

_PAGE = "docs/how-to/join-a-realm.md#what-the-realm-has-to-have"


def check_joined_realm(environment: Environment, admin: KeycloakAdmin) -> Mapping[str, Any]:
    """Refuse a realm in which our tokens could not be; return its settings.

    Args:
        environment: What is declared; of a realm of ours, nothing is asked or returned.
        admin: Its Keycloak; roles that view are enough.

    Raises:
        ToolError: There is no such realm, it is disabled, or it lacks a key or a client scope that we need (exit 2).
    """
    realm = environment.realm
    if not realm.is_joined:
        return {}
    found = admin.find(_path(realm.name))
    if found is None:
        raise ToolError(
            f"Keycloak at {admin.url} has no realm '{realm.name}', which has its owner elsewhere: ask them for it, or "
            "remove realm.owner, and the deployment creates it",
            exit_code=2,
        )
    if found.get("enabled") is False:
        raise ToolError(
            f"realm '{realm.name}' is disabled, and nobody gets a token there: its owner enables it, in Realm settings",
            exit_code=2,
        )
    keys = _read(admin, f"{_path(realm.name)}/keys")
    if keys is not None and realm.signature_algorithm not in _signing(keys):
        raise ToolError(
            f"realm '{realm.name}' has no active key for {realm.signature_algorithm}, which realm.signature_algorithm "
            f"asks for: write {' or '.join(_signing(keys)) or 'another'}, or let its owner add one: Realm settings, "
            "Keys, Add providers",
            exit_code=2,
        )
    scopes = _read(admin, f"{_path(realm.name)}/client-scopes")
    names = {scope["name"] for scope in scopes or ()}
    for scope in MACHINE_SCOPES:
        if scopes is not None and scope not in names:
            raise ToolError(
                f"realm '{realm.name}' has no client scope '{scope}', which Keycloak makes in every realm and our "
                "clients need: its owner makes it again, in Client scopes",
                exit_code=2,
            )
    return dict(found)


def shortfalls(environment: Environment, admin: KeycloakAdmin) -> list[str]:
    """Say what a realm that is joined lacks, a line each, with what its owner does about it.

    Args:
        environment: What is declared; of a realm of ours, nothing is said.
        admin: Its Keycloak; roles that view are enough.

    Raises:
        ToolError: Keycloak does not answer, or as for `check_joined_realm`.
    """
    if not environment.realm.is_joined:
        return []
    settings = check_joined_realm(environment, admin)
    name = environment.realm.name
    events = _read(admin, f"{_path(name)}/events/config") or {}
    told = list(missing_promises(environment, {**settings, **{key: events.get(key) for key in OF_EVENTS}}))
    if not told:
        return []
    return [f"Realm '{name}' is not ours, and falls short of what is promised here ({_PAGE}):", *told]


def _signing(keys: Mapping[str, Any]) -> list[str]:
    return sorted(
        {key["algorithm"] for key in keys.get("keys", ()) if key.get("status") == "ACTIVE" and key.get("use") == "SIG"}
        - {"HS256", "HS384", "HS512"}
    )


def _read(admin: KeycloakAdmin, path: str) -> Any:  # noqa: ANN401 - JSON
    """Read something; None where the deployer may not."""
    try:
        return admin.find(path)
    except ToolError as refused:
        if refused.exit_code != 2:  # noqa: PLR2004 - it does not answer
            raise
        return None


def _path(realm: str) -> str:
    return f"realms/{quote(realm, safe='')}"
