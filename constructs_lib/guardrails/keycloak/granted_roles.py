"""Which roles are granted to somebody, whatever the resource that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["EVERY_ROLE", "GrantedRole", "granted_roles"]

# Arguments that hold ids of roles, by resource type.
_BY_ID = {
    "keycloak_user_roles": "role_ids",
    "keycloak_group_roles": "role_ids",
    "keycloak_role": "composite_roles",
    "keycloak_openid_hardcoded_role_protocol_mapper": "role_id",
}
# Resources whose argument `role` is `<role>`, or `<client_id>.<role>`.
_BY_PATH = (
    "keycloak_attribute_to_role_identity_provider_mapper",
    "keycloak_hardcoded_role_identity_provider_mapper",
    "keycloak_ldap_hardcoded_role_mapper",
)
# Resources whose setting `role` says the same.
_BY_SETTING = (
    "keycloak_custom_identity_provider_mapper",
    "keycloak_ldap_custom_mapper",
    "keycloak_generic_protocol_mapper",
    "keycloak_generic_client_protocol_mapper",
)

EVERY_ROLE = "*"
"""What a mapper grants that gives every role of a client whose name a directory knows."""


@dataclass(frozen=True)
class GrantedRole:
    """A role that a resource grants.

    Attributes:
        by: That resource.
        role: Name of the role.
        client: `client_id` of the client that the role belongs to, a symbol where it is not known; None for a realm's.
    """

    by: Resource
    role: str
    client: str | Symbol | None


def granted_roles(configuration: Configuration) -> Iterator[GrantedRole]:
    """Yield each grant whose role is known by name."""
    yield from _by_id(configuration)
    yield from _by_name(configuration)


def _by_id(configuration: Configuration) -> Iterator[GrantedRole]:
    declared = {role.text("name"): role for role in configuration.resources("keycloak_role")}
    for grant in configuration.resources(*_BY_ID):
        for symbol in grant.symbols(_BY_ID[grant.type]):
            # The target, or an index into a table of roles by name, as the models layer makes it.
            role = configuration.target(symbol) or declared.get(symbol.key)
            name = role.text("name") if role and role.type == "keycloak_role" else None
            if role and name:
                yield GrantedRole(grant, name, _client(configuration, role.value("client_id")))


def _by_name(configuration: Configuration) -> Iterator[GrantedRole]:
    for grant in configuration.resources("keycloak_openid_client_service_account_role"):
        if name := grant.text("role"):
            yield GrantedRole(grant, name, _client(configuration, grant.value("client_id")))
    for grant in configuration.resources("keycloak_openid_client_service_account_realm_role", "keycloak_default_roles"):
        for path in (*grant.texts("default_roles"), grant.text("role") or ""):
            client_id, _, name = path.rpartition("/")  # a client's role among the default ones
            if name:
                yield GrantedRole(grant, name, client_id or None)
    yield from _by_mapper(configuration)


def _by_mapper(configuration: Configuration) -> Iterator[GrantedRole]:
    for grant in configuration.resources(*_BY_PATH):
        yield from _of_path(grant, grant.text("role"))
    for grant in configuration.resources(*_BY_SETTING):
        for setting in ("role", "new.role.name"):
            role = grant.setting(setting)
            yield from _of_path(grant, role if isinstance(role, str) else None)
    for grant in configuration.resources("keycloak_ldap_role_mapper", "keycloak_ldap_custom_mapper"):
        for client in (grant.value("client_id"), grant.setting("client.id")):
            if isinstance(client, str) and client:
                yield GrantedRole(grant, EVERY_ROLE, client)


def _of_path(grant: Resource, path: str | None) -> Iterator[GrantedRole]:
    client_id, _, name = (path or "").rpartition(".")
    if name:
        yield GrantedRole(grant, name, client_id or None)


def _client(configuration: Configuration, uuid: Value) -> str | Symbol | None:
    if isinstance(uuid, Symbol):
        client = configuration.target(uuid)
        return (client.text("client_id") if client else None) or uuid
    return Symbol("client") if uuid else None
