"""The same objects by direct calls of the Admin REST API, ten at a time: `python -m tools.benchmark.admin_rest`."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from tools.benchmark.large_environment import jwks_url
from tools.benchmark.size import Size
from tools.keycloak.admin import KeycloakAdmin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["create_by_rest"]

_AT_ONCE = 10
_API = "model-api"


def create_by_rest(admin: KeycloakAdmin, realm: str, size: Size) -> int:
    """Create a realm, a client a consumer, a role a model, an assignment a grant.

    Args:
        admin: The server.
        realm: Name of the realm.
        size: How much is declared.

    Returns:
        The number of objects, assignments included.

    Raises:
        ToolError: A call fails.
    """
    at = f"realms/{realm}"
    admin.request("POST", "realms", json={"realm": realm, "enabled": True, "sslRequired": "external"})
    api = _created(admin, f"{at}/clients", {"clientId": _API, "publicClient": False})
    _each(lambda model: _created(admin, f"{at}/clients/{api}/roles", {"name": f"{model}:predict"}), size.model_names())
    roles = {role["name"]: role for role in admin.get(f"{at}/clients/{api}/roles").json()}

    def consumer(index: int) -> None:
        name = size.consumer_names()[index]
        client = _created(admin, f"{at}/clients", _client(name))
        account = admin.get(f"{at}/clients/{client}/service-account-user").json()["id"]
        for model in size.granted(index):
            role = roles[f"{model}:predict"]
            admin.request("POST", f"{at}/users/{account}/role-mappings/clients/{api}", json=[role])

    _each(consumer, range(size.consumers))
    return 2 + size.models + size.consumers + size.grants


def _client(name: str) -> dict[str, object]:
    return {
        "clientId": name,
        "publicClient": False,
        "clientAuthenticatorType": "client-jwt",
        "serviceAccountsEnabled": True,
        "standardFlowEnabled": False,
        "directAccessGrantsEnabled": False,
        "fullScopeAllowed": False,
        "attributes": {"use.jwks.url": "true", "jwks.url": jwks_url(name)},
    }


def _created(admin: KeycloakAdmin, path: str, body: dict[str, object]) -> str:
    """Create an object; return the last part of its address, the id of most."""
    return str(admin.request("POST", path, json=body).headers["location"]).rpartition("/")[2]


def _each(work: Callable[[Any], object], things: Sequence[object]) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(work, things))


def main(arguments: Sequence[str]) -> None:
    """Create what a size declares, on the server that KEYCLOAK_* names.

    Args:
        arguments: Name of the realm, then consumers, models, grants and teams.
    """
    realm, *numbers = arguments
    create_by_rest(KeycloakAdmin.from_environment(os.environ), realm, Size(*map(int, numbers)))


if __name__ == "__main__":
    main(sys.argv[1:])
