"""What an object of Keycloak's holds, and whether the declaration gives it that: some requests for each object.

A run that was interrupted leaves objects that hold at most what is declared. Whatever holds more was made, or is used,
by somebody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tools.audit.facts import DEFAULT_ROLES, Kind, role_path
from tools.audit.live.infrastructure import steps_of
from tools.recovery.client_holdings import client_holdings
from tools.recovery.held import Held, accounts, attributes, granted, holders, roles_of
from tools.recovery.person_holdings import person_holdings
from tools.recovery.realm_holdings import realm_holdings
from tools.recovery.source_holdings import directory_holdings, identity_provider_holdings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tools.recovery.declared_holdings import DeclaredHoldings
    from tools.recovery.natural_keys import Planned
    from tools.recovery.realm_objects import RealmObjects

    Reader = Callable[[RealmObjects, Planned, str, DeclaredHoldings], Iterator[Held]]

__all__ = ["HOLDINGS"]


def _group(realm: RealmObjects, planned: Planned, id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    at = f"groups/{quote(id, safe='')}"
    group = realm.read(at) or {}
    path = str(group.get("path", "?"))
    yield from attributes(group, planned)
    yield from granted(realm, at, declared, Kind.GROUP_ROLE, f"group {path}")
    members = accounts(declared.names(Kind.MEMBER, path))
    yield from holders(realm, f"{at}/members", members, "member {}")
    for child in realm.read(f"{at}/children", briefRepresentation="true", max="-1") or ():
        below = str(child.get("path") or f"{path}/{child['name']}")
        yield Held(f"subgroup {below}", is_declared=declared.has(Kind.GROUP, "", below))
    if any(each["id"] == id for each in realm.read("default-groups") or ()):
        yield Held("every new account as a member", is_declared=declared.has(Kind.DEFAULT_GROUP, "", path))


def _role(realm: RealmObjects, planned: Planned, id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    name, client = planned.text("name"), planned.text("client_id")
    by_id = f"roles-by-id/{quote(id, safe='')}"
    path = role_path(realm.client_name(client) if client else None, name)
    role = realm.read(by_id) or {}
    yield from attributes(role, planned)
    for inner in (realm.read(f"{by_id}/composites") or ()) if role.get("composite") else ():
        called = realm.called(inner)
        yield Held(f"role {called} within it", is_declared=declared.has(Kind.COMPOSITE, path, called))
    if id in {inner["id"] for inner in realm.of_everybody}:
        yield Held("everybody as a holder", is_declared=declared.has(Kind.COMPOSITE, DEFAULT_ROLES, path))
    at = f"clients/{quote(client, safe='')}/roles" if client else "roles"
    at = f"{at}/{quote(name, safe='')}"
    who = accounts(declared.owners(path, Kind.PERSON_ROLE, Kind.ACCOUNT_ROLE))
    yield from holders(realm, f"{at}/users", who, "holder {}")
    groups = {owner.removeprefix("group ") for owner in declared.owners(path, Kind.GROUP_ROLE)}
    yield from holders(realm, f"{at}/groups", groups, "group {} as a holder", key="path")


def _client_scope(realm: RealmObjects, planned: Planned, id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    at, name = f"client-scopes/{quote(id, safe='')}", planned.text("name")
    for mapper in (realm.read(at) or {}).get("protocolMappers", ()):
        is_declared = declared.has(Kind.MAPPER, f"scope {name}", mapper["name"])
        yield Held(f"mapper '{mapper['name']}'", is_declared=is_declared)
    for role in roles_of(realm, f"{at}/scope-mappings"):
        yield Held(f"role {role}", is_declared=declared.has(Kind.SCOPE_ROLE, name, role))


def _flow(realm: RealmObjects, planned: Planned, _id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    alias = planned.text("alias")
    for fact, _ in steps_of(alias, realm.read(f"authentication/flows/{quote(alias, safe='')}/executions") or ()):
        yield Held(f"step '{fact.name}'", is_declared=fact in declared.facts)


HOLDINGS: Mapping[str, Reader] = {
    "keycloak_realm": realm_holdings,
    "keycloak_openid_client": client_holdings,
    "keycloak_openid_client_scope": _client_scope,
    "keycloak_role": _role,
    "keycloak_group": _group,
    "keycloak_user": person_holdings,
    "keycloak_oidc_identity_provider": identity_provider_holdings,
    "keycloak_saml_identity_provider": identity_provider_holdings,
    "keycloak_kubernetes_identity_provider": identity_provider_holdings,
    "keycloak_ldap_user_federation": directory_holdings,
    "keycloak_authentication_flow": _flow,
}
"""How to read what an object holds, by its type; the others are parts of these, and hold nothing."""
