"""Realms as the Admin API tells them, for tests that need no Keycloak."""

from __future__ import annotations

from typing import Any

from tools.audit.live.snapshot import Snapshot

__all__ = ["client", "person", "realm_of", "role"]


def role(name: str, *, client: str = "", **more: object) -> dict[str, Any]:
    """Return a role; its id is its name."""
    return {"id": f"{client}/{name}", "name": name, "clientRole": bool(client), "containerId": client, **more}


def client(name: str, /, **more: object) -> dict[str, Any]:
    """Return a client; its internal id is its name."""
    return {"id": name, "clientId": name, "enabled": True, "protocol": "openid-connect", "attributes": {}, **more}


def person(name: str, **more: object) -> dict[str, Any]:
    """Return an account with all that a file needs."""
    names = {"email": f"{name}@example.com", "firstName": name.title(), "lastName": "L"}
    return {"id": name, "username": name, "enabled": True, **names, **more}


def realm_of(
    *clients: dict[str, Any],
    roles: dict[str, list[str]] | None = None,
    held: dict[str, list[str]] | None = None,
    people: tuple[dict[str, Any], ...] = (),
    groups: tuple[dict[str, Any], ...] = (),
    members: dict[str, list[str]] | None = None,
    within: dict[str, list[str]] | None = None,
    **realm: object,
) -> Snapshot:
    """Return a realm.

    Args:
        clients: Its clients.
        roles: Names of roles by the `client_id` that they belong to.
        held: Usernames of the holders by role, which is written `<client>/<role>`.
        people: Its accounts.
        groups: Its groups; the id of one is its path.
        members: Usernames by path of a group.
        within: Roles within a role; each is written `<client>/<role>`, one of the realm `/<role>`.
        realm: Settings of the realm.
    """
    listed = {
        each["id"]: [role(name, client=each["id"]) for name in (roles or {}).get(each["id"], ())] for each in clients
    }
    return Snapshot(
        realm={"id": "1", "realm": "main", "defaultRole": {"id": "default", "name": "default-roles-main"}, **realm},
        clients=list(clients),
        roles={"": [role(name) for name in (roles or {}).get("", ())], **listed},
        composites={
            outer: [role(name, client=of) for of, _, name in (each.partition("/") for each in inner)]
            for outer, inner in (within or {}).items()
        },
        role_users={
            name: [{"id": username, "username": username} for username in holders]
            for name, holders in (held or {}).items()
        },
        users=list(people),
        groups=list(groups),
        members={path: [{"id": name, "username": name} for name in names] for path, names in (members or {}).items()},
        others={"required actions": [], "events": {}, "components": [], "flows": []},
    )
