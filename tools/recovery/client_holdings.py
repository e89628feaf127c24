"""What a client holds, and whether the declaration gives it that.

Whoever made it knows how it proves who it is: a key, a certificate, a subject, a URL of keys. So all of its settings
are compared, and only those may differ which open nothing, since an apply sets them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tools.audit.canonical import ANY_VALUE
from tools.audit.facts import Kind, role_path
from tools.audit.live.settings import client_settings
from tools.recovery.held import Held, roles_of
from tools.recovery.person_holdings import service_account_holdings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.recovery.declared_holdings import DeclaredHoldings
    from tools.recovery.natural_keys import Planned
    from tools.recovery.realm_objects import Entry, RealmObjects

__all__ = ["client_holdings"]

# What these are called, in other words than "another value of the setting …".
_WORDS = {
    "redirectUris": "other redirect URIs",
    "clientAuthenticatorType": "another kind of client authenticator",
    "webOrigins": "other web origins",
    "attributes.post.logout.redirect.uris": "other redirect URIs after the logout",
    "attributes.jwks.url": "another JWKS URL",
    "attributes.jwks.string": "another key",
    "attributes.jwt.credential.certificate": "another certificate",
    "attributes.jwt.credential.issuer": "another issuer of its tokens",
    "attributes.jwt.credential.sub": "another subject of its tokens",
    "attributes.x509.subjectdn": "another certificate",
}
# What may have another value than the declared one: texts that people read, and how long something lasts.
_FREE = frozenset({"name", "description", "baseUrl", "attributes.consent.screen.text", "attributes.login_theme"})
_FREE_ENDS = (".lifespan", ".timeout")
# What Keycloak before 25 gave clients with service accounts.
_OF_KEYCLOAK = frozenset({"Client ID", "Client Host", "Client IP Address"})
_SESSION_NOTE = "oidc-usersessionmodel-note-mapper"
# Keycloak gives it to every client with a service account.
_SERVICE_ACCOUNT_SCOPE = "service_account"
_SCOPES = (
    (Kind.DEFAULT_SCOPE, "defaultClientScopes", "default-default-client-scopes"),
    (Kind.OPTIONAL_SCOPE, "optionalClientScopes", "default-optional-client-scopes"),
)


def client_holdings(realm: RealmObjects, planned: Planned, id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    """Yield what a client holds.

    Args:
        realm: The realm.
        planned: What the client's resource declares.
        id: Its internal id.
        declared: What may be there.
    """
    at, name = f"clients/{quote(id, safe='')}", planned.text("client_id")
    client = realm.read(at) or {}
    yield from _settings(realm, client, f"client {name}", declared)
    yield from _scopes(realm, client, name, declared)
    for mapper in client.get("protocolMappers", ()):
        if not (mapper["name"] in _OF_KEYCLOAK and mapper["protocolMapper"] == _SESSION_NOTE):
            is_declared = declared.has(Kind.MAPPER, f"client {name}", mapper["name"])
            yield Held(f"mapper '{mapper['name']}'", is_declared=is_declared)
    for role in realm.read(f"{at}/roles", max="-1") or ():
        path = role_path(name, role["name"])
        yield Held(f"its own role {role['name']}", is_declared=declared.has(Kind.ROLE, "", path))
    for role in roles_of(realm, f"{at}/scope-mappings"):
        yield Held(f"role {role} in its scope", is_declared=declared.has(Kind.CLIENT_SCOPE_ROLE, name, role))
    for each in realm.read("client-session-stats") or ():
        if each.get("id") == id:
            yield Held("sessions of people")
    account = realm.read(f"{at}/service-account-user") if client.get("serviceAccountsEnabled") else None
    if account:
        yield from service_account_holdings(realm, name, account["id"], declared)


def _settings(realm: RealmObjects, client: Entry, owner: str, declared: DeclaredHoldings) -> Iterator[Held]:
    overrides = client.get("authenticationFlowBindingOverrides")
    flows = {each["id"]: each["alias"] for each in realm.read("authentication/flows") or ()} if overrides else {}
    for setting, value in client_settings(client, flows):
        wanted = declared.setting(owner, setting)
        is_free = wanted and (setting in _FREE or setting.endswith(_FREE_ENDS))
        if wanted not in (ANY_VALUE, value) and not is_free:
            yield Held(_WORDS.get(setting, f"the setting {setting}"))


def _scopes(realm: RealmObjects, client: Entry, name: str, declared: DeclaredHoldings) -> Iterator[Held]:
    """Yield client scopes that neither the declaration nor the realm gives to a new client."""
    for kind, key, of_new_clients in _SCOPES:
        usual = {each["name"] for each in realm.read(of_new_clients) or ()} | {_SERVICE_ACCOUNT_SCOPE}
        for scope in client.get(key) or ():
            if scope not in usual:
                yield Held(f"client scope {scope}", is_declared=declared.has(kind, name, scope))
