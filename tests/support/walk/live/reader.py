"""Reads what a realm holds out of its export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.walk.live.contents import RealmContents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.support.walk.live.export import Json

__all__ = ["read_contents"]

_DIRECTORIES = "org.keycloak.storage.UserStorageProvider"
_DIRECTORY_MAPPERS = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"


def read_contents(export: Json) -> RealmContents:
    """Return what a realm holds.

    Args:
        export: What `export_realm` read.
    """
    clients, scopes = export["clients"], export.get("clientScopes", [])
    providers = export.get("identityProviders", [])
    people = [user for user in export["users"] if "serviceAccountClientId" not in user]
    groups = list(_groups(export.get("groups", [])))
    return RealmContents(
        clients=frozenset(client["clientId"] for client in clients),
        roles=frozenset(_roles(export)),
        composites=frozenset(_composites(export)),
        scopes=frozenset(scope["name"] for scope in scopes),
        gates=frozenset(_gates(export)),
        offered=frozenset(line for client in clients for line in _offered(client)),
        mappers=frozenset(_mappers(export)),
        groups=frozenset(group["path"] for group in groups),
        members=frozenset(f"{path}: {person['username']}" for person in people for path in person["groups"]),
        granted=frozenset((*_granted_to_groups(groups), *_granted_to_users(export))),
        people=frozenset(person["username"] for person in people),
        sources=frozenset(
            (
                *(f"identity provider {provider['alias']}: {provider['providerId']}" for provider in providers),
                *(f"directory {one['name']}: {one['config']['vendor'][0]}" for one in _components(export)),
            )
        ),
        flows=frozenset(flow["alias"] for flow in export["authenticationFlows"]),
        policies=frozenset(_policies(export)),
    )


def _roles(export: Json) -> Iterator[str]:
    for role in export["roles"]["realm"]:
        yield _named(export, role["name"])
    for client, roles in export["roles"].get("client", {}).items():
        yield from (f"{client}/{role['name']}" for role in roles)


def _composites(export: Json) -> Iterator[str]:
    every = [(_named(export, role["name"]), role) for role in export["roles"]["realm"]]
    for client, roles in export["roles"].get("client", {}).items():
        every += [(f"{client}/{role['name']}", role) for role in roles]
    for name, role in every:
        within = role.get("composites", {})
        yield from (f"{name}: {other}" for other in _rights(export, within.get("realm", ()), within.get("client", {})))


def _gates(export: Json) -> Iterator[str]:
    for mapping in export.get("scopeMappings", ()):
        yield from (f"{_holder(mapping)}: {role}" for role in mapping["roles"])
    for client, mappings in export.get("clientScopeMappings", {}).items():
        for mapping in mappings:
            yield from (f"{_holder(mapping)}: {client}/{role}" for role in mapping["roles"])


def _holder(mapping: Json) -> str:
    return str(mapping["clientScope"] if "clientScope" in mapping else f"client {mapping['client']}")


def _offered(client: Json) -> Iterator[str]:
    for kind in ("default", "optional"):
        yield from (f"{client['clientId']}: {kind} {scope}" for scope in client.get(f"{kind}ClientScopes", ()))


def _mappers(export: Json) -> Iterator[str]:
    for client in export["clients"]:
        yield from (f"client {client['clientId']}: {one['name']}" for one in client.get("protocolMappers", ()))
    for scope in export.get("clientScopes", ()):
        yield from (f"scope {scope['name']}: {one['name']}" for one in scope.get("protocolMappers", ()))
    for one in export.get("identityProviderMappers", ()):
        yield f"identity provider {one['identityProviderAlias']}: {one['name']}"
    for directory in _components(export):
        mappers = directory.get("subComponents", {}).get(_DIRECTORY_MAPPERS, ())
        yield from (f"directory {directory['name']}: {one['name']}" for one in mappers)


def _components(export: Json) -> Iterable[Json]:
    return list(export.get("components", {}).get(_DIRECTORIES, ()))


def _groups(groups: Iterable[Json]) -> Iterator[Json]:
    for group in groups:
        yield group
        yield from _groups(group.get("subGroups", ()))


def _granted_to_groups(groups: Iterable[Json]) -> Iterator[str]:
    for group in groups:
        rights = _rights({}, group.get("realmRoles", ()), group.get("clientRoles", {}))
        yield from (f"group {group['path']}: {role}" for role in rights)


def _granted_to_users(export: Json) -> Iterator[str]:
    for user in export["users"]:
        client = user.get("serviceAccountClientId")
        who = f"service account {client}" if client else f"person {user['username']}"
        rights = _rights(export, user.get("realmRoles", ()), user.get("clientRoles", {}))
        yield from (f"{who}: {role}" for role in rights)


def _rights(export: Json, realm_roles: Iterable[str], client_roles: Json) -> Iterator[str]:
    yield from (_named(export, role) for role in realm_roles)
    for client, roles in client_roles.items():
        yield from (f"{client}/{role}" for role in roles)


def _policies(export: Json) -> Iterator[str]:
    for kind in ("profiles", "policies"):
        named = export.get(f"client{kind.capitalize()}", {}).get(kind, ())
        yield from (f"{kind}: {one['name']}" for one in named)


def _named(export: Json, role: str) -> str:
    """Keycloak names the role of everybody after the realm."""
    return "default-roles" if role == export.get("defaultRole", {}).get("name") else role
