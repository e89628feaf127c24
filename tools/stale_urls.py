"""URLs of the API's client that were taken out of the declaration, and that provider 4.5.0 leaves in Keycloak."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import ApiProps
    from stacks.environment import Environment
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["take_back_urls"]


def take_back_urls(environment: Environment, admin: KeycloakAdmin) -> Iterator[str]:
    """Empty what is not declared, and yield a line for each: the provider sees no change where one is left out.

    Args:
        environment: What is declared.
        admin: The Admin API of its Keycloak.

    Raises:
        ToolError: Keycloak does not answer, or refuses.
    """
    realm = environment.realm.name
    for api in environment.every_api.values():
        yield from _of_api(api, realm, admin)


def _of_api(api: ApiProps, realm: str, admin: KeycloakAdmin) -> Iterator[str]:
    declared = {"baseUrl": api.base_url, "adminUrl": api.admin_url}
    if all(declared.values()) or not admin.realm_exists(realm):
        return
    for client in admin.get(f"realms/{realm}/clients", clientId=api.client_id).json():
        stale = {name: client[name] for name, url in declared.items() if not url and client.get(name)}
        if stale:
            admin.request("PUT", f"realms/{realm}/clients/{client['id']}", json={**client, **dict.fromkeys(stale, "")})
        for name, url in stale.items():
            yield f"client '{api.client_id}': {name} {url} is declared no more: it is taken back"
