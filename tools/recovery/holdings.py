"""What an object of Keycloak's holds, and whether the declaration gives it that: some requests for each object.

A run that was interrupted leaves objects that hold at most what is declared. Whatever holds more was made, or is used,
by somebody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tools.audit.canonical import ANY_VALUE
from tools.audit.facts import DEFAULT_ROLES, Kind, holder_of_person, holder_of_service_account, role_path
from tools.audit.live.infrastructure import steps_of
from tools.audit.live.settings import client_settings
from tools.recovery.held import Held, accounts, granted, holders, memberships, roles_of
from tools.recovery.realm_holdings import realm_holdings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tools.recovery.declared_holdings import DeclaredHoldings
    from tools.recovery.natural_keys import Planned
    from tools.recovery.realm_objects import Entry, RealmObjects

    Reader = Callable[[RealmObjects, Planned, str, DeclaredHoldings], Iterator[Held]]

__all__ = ["HOLDINGS"]

# The provider sets a first password right after it created the account, in the same call of Terraform's.
_SAME_CALL_MS = 120_000
# By these a client is known to others: another value is another client.
_EXACT = {
    "redirectUris": "other redirect URIs",
    "clientAuthenticatorType": "another kind of client authenticator",
    "webOrigins": "other web origins",
    "attributes.post.logout.redirect.uris": "other redirect URIs after the logout",
    "attributes.jwks.url": "another JWKS URL",
    "attributes.x509.subjectdn": "another certificate",
}
# What Keycloak before 25 gave clients with service accounts.
_OF_KEYCLOAK = frozenset({"Client ID", "Client Host", "Client IP Address"})
_SESSION_NOTE = "oidc-usersessionmodel-note-mapper"


def _person(realm: RealmObjects, planned: Planned, id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    at = f"users/{quote(id, safe='')}"
    user = realm.read(at) or {}
    holder = holder_of_person(user.get("username", "?"))
    email = str(user.get("email") or "").lower()
    if email and email != planned.text("email").lower():
        yield Held("an e-mail address other than the declared one")
    if user.get("serviceAccountClientId"):
        yield Held("the service account of a client")
    if user.get("federationLink"):
        yield Held("a link to a directory")
    for link in realm.read(f"{at}/federated-identity") or ():
        yield Held(f"a login by identity provider '{link['identityProvider']}'")
    for credential in realm.read(f"{at}/credentials") or ():
        ours = credential["type"] == "password" and _is_first(credential, user, planned)
        yield Held("its first password", is_declared=True) if ours else Held(f"a credential ({credential['type']})")
    yield from _attributes(user, planned)
    yield from granted(realm, at, declared, Kind.PERSON_ROLE, holder)
    yield from memberships(realm, at, declared, holder)


def _is_first(credential: Entry, user: Entry, planned: Planned) -> bool:
    """Whether a password is the first one, of the declaration: nobody has set another one since."""
    if not planned.arguments.get("initial_password"):
        return False
    created, made = credential.get("createdDate"), user.get("createdTimestamp")
    return isinstance(created, int) and isinstance(made, int) and 0 <= created - made <= _SAME_CALL_MS


def _group(realm: RealmObjects, planned: Planned, id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    at = f"groups/{quote(id, safe='')}"
    group = realm.read(at) or {}
    path = str(group.get("path", "?"))
    yield from _attributes(group, planned)
    yield from granted(realm, at, declared, Kind.GROUP_ROLE, f"group {path}")
    members = accounts(declared.names(Kind.MEMBER, path))
    yield from holders(realm, f"{at}/members", members, "member {}")
    for child in realm.read(f"{at}/children", briefRepresentation="true", max="-1") or ():
        below = str(child.get("path") or f"{path}/{child['name']}")
        yield Held(f"subgroup {below}", is_declared=declared.has(Kind.GROUP, "", below))
    if any(each["id"] == id for each in realm.read("default-groups") or ()):
        yield Held("every new account as a member", is_declared=declared.has(Kind.DEFAULT_GROUP, "", path))


def _client(realm: RealmObjects, planned: Planned, id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    at, name = f"clients/{quote(id, safe='')}", planned.text("client_id")
    client = realm.read(at) or {}
    owner = f"client {name}"
    for setting, value in client_settings(client, {}):
        wanted = declared.setting(owner, setting)
        if wanted in (ANY_VALUE, value):
            continue
        if not wanted or setting in _EXACT:
            yield Held(_EXACT.get(setting, f"the setting {setting}"))
    for mapper in client.get("protocolMappers", ()):
        if not (mapper["name"] in _OF_KEYCLOAK and mapper["protocolMapper"] == _SESSION_NOTE):
            is_declared = declared.has(Kind.MAPPER, owner, mapper["name"])
            yield Held(f"mapper '{mapper['name']}'", is_declared=is_declared)
    for role in realm.read(f"{at}/roles", max="-1") or ():
        path = role_path(name, role["name"])
        yield Held(f"its own role {role['name']}", is_declared=declared.has(Kind.ROLE, "", path))
    for role in roles_of(realm, f"{at}/scope-mappings"):
        yield Held(f"role {role} in its scope", is_declared=declared.has(Kind.CLIENT_SCOPE_ROLE, name, role))
    account = realm.read(f"{at}/service-account-user") if client.get("serviceAccountsEnabled") else None
    if account:
        holder, its = holder_of_service_account(name), f"users/{quote(account['id'], safe='')}"
        yield from granted(realm, its, declared, Kind.ACCOUNT_ROLE, holder)
        yield from memberships(realm, its, declared, holder)


def _role(realm: RealmObjects, planned: Planned, id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    name, client = planned.text("name"), planned.text("client_id")
    by_id = f"roles-by-id/{quote(id, safe='')}"
    path = role_path(realm.client_name(client) if client else None, name)
    role = realm.read(by_id) or {}
    yield from _attributes(role, planned)
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


def _identity_provider(realm: RealmObjects, planned: Planned, _id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    alias = planned.text("alias")
    for mapper in realm.read(f"identity-provider/instances/{quote(alias, safe='')}/mappers") or ():
        is_declared = declared.has(Kind.MAPPER, f"identity provider {alias}", mapper["name"])
        yield Held(f"mapper '{mapper['name']}'", is_declared=is_declared)


def _flow(realm: RealmObjects, planned: Planned, _id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    alias = planned.text("alias")
    for fact, _ in steps_of(alias, realm.read(f"authentication/flows/{quote(alias, safe='')}/executions") or ()):
        yield Held(f"step '{fact.name}'", is_declared=fact in declared.facts)


def _attributes(entry: Entry, planned: Planned) -> Iterator[Held]:
    wanted = planned.arguments.get("attributes")
    for name in entry.get("attributes") or ():
        yield Held(f"attribute {name}", is_declared=isinstance(wanted, dict) and name in wanted)


HOLDINGS: Mapping[str, Reader] = {
    "keycloak_realm": realm_holdings,
    "keycloak_openid_client": _client,
    "keycloak_openid_client_scope": _client_scope,
    "keycloak_role": _role,
    "keycloak_group": _group,
    "keycloak_user": _person,
    "keycloak_oidc_identity_provider": _identity_provider,
    "keycloak_saml_identity_provider": _identity_provider,
    "keycloak_kubernetes_identity_provider": _identity_provider,
    "keycloak_authentication_flow": _flow,
}
"""How to read what an object holds, by its type; the others are parts of these, and hold nothing."""
