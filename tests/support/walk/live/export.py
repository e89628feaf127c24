"""A realm as one document of Keycloak's Admin API, with its people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["Json", "export_realm"]

Json = dict[str, Any]

_MOST_PEOPLE = "100000"


def export_realm(admin: KeycloakAdmin, realm: str) -> Json:
    """Read a realm with two requests, and two for each person; secrets in it are masked by Keycloak.

    Args:
        admin: Calls the Admin API; needs the role `manage-realm`, as Keycloak's partial export does.
        realm: Name of the realm.

    Returns:
        A `RealmRepresentation`: service accounts and people are in `users`, each with `groups` (paths), `realmRoles`
        and `clientRoles` (those that were assigned to them, not those of their groups).
    """
    everything = {"exportClients": "true", "exportGroupsAndRoles": "true"}
    export: Json = admin.request("POST", f"realms/{realm}/partial-export", params=everything).json()
    people = admin.get(f"realms/{realm}/users", max=_MOST_PEOPLE, briefRepresentation="false").json()
    export["users"] = [*export.get("users", []), *(_with_rights(admin, realm, person) for person in people)]
    return export


def _with_rights(admin: KeycloakAdmin, realm: str, person: Json) -> Json:
    path = f"realms/{realm}/users/{person['id']}"
    roles = admin.get(f"{path}/role-mappings").json()
    return {
        **person,
        "groups": [group["path"] for group in admin.get(f"{path}/groups", max=_MOST_PEOPLE).json()],
        "realmRoles": [role["name"] for role in roles.get("realmMappings", ())],
        "clientRoles": {
            client: [role["name"] for role in mapped["mappings"]]
            for client, mapped in roles.get("clientMappings", {}).items()
        },
    }
