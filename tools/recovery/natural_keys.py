"""Where an object of the declaration would be in Keycloak, and the id by which the provider imports it.

Each type that Keycloak refuses to make twice, or makes twice without a word, is here. The other types that we use set
what is there already (bindings of flows, events, default roles, grants, memberships, the scopes of a client, required
actions): creating them again ends well. Tried with the providers 4.5.0 and 5.9.0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tools.recovery.realm_objects import RealmObjects

__all__ = ["FINDERS", "Found", "Planned"]


@dataclass(frozen=True)
class Found:
    """An object in Keycloak.

    Attributes:
        id: Its id, as the provider keeps it in a state.
        import_id: What the provider imports it by.
        what: What a person calls it.
    """

    id: str
    import_id: str
    what: str


@dataclass(frozen=True)
class Planned:
    """Arguments of a resource that a plan would create; some are known after the apply only."""

    arguments: Mapping[str, Any]

    @property
    def realm(self) -> str:
        """Its realm, or "" where that is yet to be made."""
        return self.text("realm_id") or self.text("realm")

    def text(self, name: str) -> str:
        """Return a known text, or ""."""
        value = self.arguments.get(name)
        return value if isinstance(value, str) else ""

    def lacks(self, name: str) -> bool:
        """Whether an argument is not given at all."""
        return self.arguments.get(name) is None


if TYPE_CHECKING:
    Finder = Callable[[RealmObjects, Planned, Collection[str]], Found | None]


def _realm(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name = planned.text("realm")
    return Found(name, name, f"realm '{name}'") if realm.exists else None


def _found(realm: RealmObjects, id: str | None, what: str, *parents: str) -> Found | None:
    return Found(id, "/".join([realm.realm, *parents, id]), what) if id else None


def _client(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name = planned.text("client_id")
    return _found(realm, realm.client(name), f"client '{name}'")


def _client_scope(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name = planned.text("name")
    return _found(realm, realm.client_scope(name), f"client scope '{name}'")


def _role(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name, client = planned.text("name"), planned.text("client_id")
    if client or planned.lacks("client_id"):
        return _found(realm, realm.role(name, client or None), f"role '{name}'")
    return None


def _group(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name, parent = planned.text("name"), planned.text("parent_id")
    if parent or planned.lacks("parent_id"):
        return _found(realm, realm.group(name, parent or None), f"group '{name}'")
    return None


def _user(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name = planned.text("username")
    return _found(realm, realm.user(name), f"person '{name}'")


def _identity_provider(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    alias = planned.text("alias")
    return _found(realm, realm.identity_provider(alias), f"identity provider '{alias}'")


def _identity_provider_mapper(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name, alias = planned.text("name"), planned.text("identity_provider_alias")
    what = f"mapper '{name}' of identity provider '{alias}'"
    return _found(realm, realm.identity_provider_mapper(name, alias), what, alias)


def _protocol_mapper(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name, client, scope = planned.text("name"), planned.text("client_id"), planned.text("client_scope_id")
    if client:
        return _found(realm, realm.protocol_mapper(name, "clients", client), f"mapper '{name}'", "client", client)
    if scope:
        found = realm.protocol_mapper(name, "client-scopes", scope)
        return _found(realm, found, f"mapper '{name}'", "client-scope", scope)
    return None


def _flow(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    alias = planned.text("alias")
    return _found(realm, realm.flow(alias), f"login flow '{alias}'")


def _subflow(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    alias, parent = planned.text("alias"), planned.text("parent_flow_alias")
    return _found(realm, realm.subflow(alias, parent), f"login flow '{alias}'", parent) if parent else None


def _execution(realm: RealmObjects, planned: Planned, taken: Collection[str]) -> Found | None:
    """Find the first step of that kind in the flow that nobody has: Keycloak gives steps no name."""
    kind, parent = planned.text("authenticator"), planned.text("parent_flow_alias")
    steps = realm.steps(parent) if parent else []
    free = (str(step["id"]) for step in steps if step.get("providerId") == kind and step["id"] not in taken)
    return _found(realm, next(free, None), f"step '{kind}' of login flow '{parent}'", parent)


def _execution_config(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    execution, alias = planned.text("execution_id"), planned.text("alias")
    found = realm.execution_config(execution) if execution else None
    return _found(realm, found, f"settings '{alias}' of a login flow's step", execution)


def _user_federation(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name = planned.text("name")
    return _found(realm, realm.user_federation(name), f"directory '{name}'")


def _federation_mapper(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name, federation = planned.text("name"), planned.text("ldap_user_federation_id")
    found = realm.federation_mapper(name, federation) if federation else None
    return _found(realm, found, f"mapper '{name}' of a directory", federation)


def _keystore(realm: RealmObjects, planned: Planned, _taken: Collection[str]) -> Found | None:
    name = planned.text("name")
    return _found(realm, realm.keystore(name), f"key '{name}'")


FINDERS: Mapping[str, Finder] = {
    "keycloak_realm": _realm,
    "keycloak_openid_client": _client,
    "keycloak_openid_client_scope": _client_scope,
    "keycloak_role": _role,
    "keycloak_group": _group,
    "keycloak_user": _user,
    "keycloak_oidc_identity_provider": _identity_provider,
    "keycloak_saml_identity_provider": _identity_provider,
    "keycloak_kubernetes_identity_provider": _identity_provider,
    "keycloak_attribute_importer_identity_provider_mapper": _identity_provider_mapper,
    "keycloak_custom_identity_provider_mapper": _identity_provider_mapper,
    "keycloak_hardcoded_role_identity_provider_mapper": _identity_provider_mapper,
    "keycloak_user_template_importer_identity_provider_mapper": _identity_provider_mapper,
    "keycloak_generic_protocol_mapper": _protocol_mapper,
    "keycloak_authentication_flow": _flow,
    "keycloak_authentication_subflow": _subflow,
    "keycloak_authentication_execution": _execution,
    "keycloak_authentication_execution_config": _execution_config,
    "keycloak_ldap_user_federation": _user_federation,
    "keycloak_ldap_group_mapper": _federation_mapper,
    "keycloak_ldap_user_attribute_mapper": _federation_mapper,
    "keycloak_ldap_msad_user_account_control_mapper": _federation_mapper,
    "keycloak_realm_keystore_ecdsa_generated": _keystore,
}
"""How to find an object of a type, by the type."""
