"""Which roles are granted to somebody, whatever the resource that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.symbol import Symbol, is_variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = [
    "EVERY_ROLE",
    "GrantedRole",
    "client_names",
    "granted_by_id",
    "granted_roles",
    "is_access_role",
    "is_literal",
    "is_management_client",
    "named_roles",
    "opened_roles",
    "roles_by_name",
    "roles_of_id",
    "with_literal_roles",
]

# Arguments that hold ids of roles, by resource type.
_BY_ID = {
    "keycloak_user_roles": "role_ids",
    "keycloak_group_roles": "role_ids",
    "keycloak_role": "composite_roles",
    "keycloak_openid_hardcoded_role_protocol_mapper": "role_id",
}
# Arguments that let a role of somebody's into a client's tokens.
_OPENED_BY_ID = {"keycloak_generic_role_mapper": "role_id", "keycloak_generic_client_role_mapper": "role_id"}
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


_ROLE = "keycloak_role"
_CLIENTS = ("keycloak_openid_client", "keycloak_saml_client")

# What a role is called whose name is known at apply alone.
_UNNAMED = "${…}"


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


def granted_by_id(kind: str) -> str | None:
    """Return the argument by which resources of a type grant roles by their ids; None where they do not."""
    return _BY_ID.get(kind)


def roles_by_name(configuration: Configuration) -> Mapping[str | None, Sequence[Resource]]:
    """Return the roles that the stacks make, by their names; by None those whose name is not known."""
    found: dict[str | None, list[Resource]] = {}
    for role in configuration.resources(_ROLE):
        found.setdefault(role.text("name"), []).append(role)
    return found


def roles_of_id(
    value: Value, targets: Iterable[Resource], named: Mapping[str | None, Sequence[Resource]]
) -> Sequence[Resource]:
    """Return the roles that an id may be of: its targets, or those that it finds in a table, as the models layer does.

    Args:
        value: The id.
        targets: What it refers to.
        named: The roles by their names, by which it is an index into a table.
    """
    found = [each for each in targets if each.type == _ROLE]
    sources = value.sources() if isinstance(value, Symbol) else ()
    return found or [role for source in sources if source.key for role in named.get(source.key, ())]


def named_roles(configuration: Configuration, role: Resource) -> Iterator[GrantedRole]:
    """Yield a role as what grants it would; more than one where it may be of more than one client."""
    yield from _named(configuration, role, role, "name")


def granted_roles(configuration: Configuration) -> Iterator[GrantedRole]:
    """Yield each grant whose role is known by name; of a client that administers Keycloak, those too that are not.

    What hides a role, or the client that it belongs to, is noted for KC-UNREAD.
    """
    yield from _by_id(configuration, _BY_ID)
    yield from _by_name(configuration)


def opened_roles(configuration: Configuration) -> Iterator[GrantedRole]:
    """Yield each role that a client's tokens may carry where somebody has it: no grant, but the way to use one."""
    for mapper in configuration.resources(*_OPENED_BY_ID):
        for argument in ("client_id", "client_scope_id"):  # whose tokens: a finding would not say
            mapper.followed(argument)
    yield from _by_id(configuration, _OPENED_BY_ID)


def with_literal_roles(configuration: Configuration) -> Iterator[Resource]:
    """Yield what names a role by an id written out, which says nothing of the role, unless a plan knows it."""
    arguments = {**_BY_ID, **_OPENED_BY_ID}
    for grant in configuration.resources(*arguments):
        ids = [each for each in grant.followed(arguments[grant.type]) if isinstance(each, str) and each]
        if any(is_literal(configuration, grant, arguments[grant.type], each) for each in ids):
            yield grant


def is_literal(configuration: Configuration, resource: Resource, argument: str, value: Value) -> bool:
    """Tell whether a value is an id that the code writes out, or makes up; a plan shows what references are."""
    planned = {stack.name for stack in configuration.stacks if stack.plan}
    if not isinstance(value, str) or not value or next(configuration.targets(value), None):
        return False
    return resource.stack not in planned or not resource.is_reference(argument)


def is_access_role(role: Resource) -> bool:
    """Tell whether a role is that of `every_model`, by the construct that makes it."""
    return role.path.endswith("/AccessRole/Role")


def client_names(configuration: Configuration, resource: Resource, argument: str) -> Iterator[str | Symbol]:
    """Yield the `client_id` of each client whose internal id an argument may be; a symbol where it is not known."""
    for uuid in resource.followed(argument):
        targets = list(configuration.targets(uuid))
        elsewhere = any(each.type.startswith("keycloak_") and each.type not in _CLIENTS for each in targets)
        if elsewhere or is_literal(configuration, resource, argument, uuid):
            resource.hidden.add(argument)
        names = [name for each in targets if each.type in _CLIENTS for name in each.followed("client_id")]
        yield from (name if isinstance(name, str | Symbol) else Symbol("client") for name in names)
        if not names:
            yield uuid if isinstance(uuid, Symbol) else Symbol("client")


def is_management_client(client_id: str) -> bool:
    """Tell whether a client's roles are Keycloak's own: `realm-management`, or a realm's client in the realm master."""
    return client_id == "realm-management" or client_id.endswith("-realm")


def _by_id(configuration: Configuration, arguments: Mapping[str, str]) -> Iterator[GrantedRole]:
    declared = roles_by_name(configuration)
    for grant in configuration.resources(*arguments):
        for role_id in grant.followed(arguments[grant.type]):
            if is_variable(role_id):
                grant.open.add(arguments[grant.type])
            targets = list(configuration.targets(role_id))
            if any(each.type.startswith("keycloak_") and each.type != _ROLE for each in targets):
                grant.hidden.add(arguments[grant.type])  # an id from elsewhere may be any role's
            for role in roles_of_id(role_id, targets, declared):
                yield from _named(configuration, grant, role, "name")


def _named(configuration: Configuration, grant: Resource, role: Resource, argument: str) -> Iterator[GrantedRole]:
    clients: list[str | Symbol | None] = [None]  # a realm's
    if role.value("client_id") not in (None, ""):
        clients = [*client_names(configuration, role, "client_id")]
    for client in clients:
        unnamed = _UNNAMED if isinstance(client, str) and is_management_client(client) else None
        for value in _names(role, argument, role.followed(argument)):
            if name := _spelled(value) or unnamed:
                yield GrantedRole(grant, name, client)


def _by_name(configuration: Configuration) -> Iterator[GrantedRole]:
    for grant in configuration.resources("keycloak_openid_client_service_account_role"):
        yield from _named(configuration, grant, grant, "role")
    for grant in configuration.resources("keycloak_openid_client_service_account_realm_role", "keycloak_default_roles"):
        paths = (*grant.followed("default_roles"), *grant.followed("role"))
        for path in _names(grant, "role" if grant.is_set("role") else "default_roles", paths):
            yield from _of_path(grant, path, "/")  # a client's role among the default ones
    yield from _by_mapper(configuration)


def _by_mapper(configuration: Configuration) -> Iterator[GrantedRole]:
    for grant in configuration.resources(*_BY_PATH):
        for path in _names(grant, "role", grant.followed("role")):
            yield from _of_path(grant, path, ".")
    for grant in configuration.resources(*_BY_SETTING):
        for path in (*grant.followed_setting("role"), *grant.followed_setting("new.role.name")):
            yield from _of_path(grant, path, ".")
    for grant in configuration.resources("keycloak_ldap_role_mapper", "keycloak_ldap_custom_mapper"):
        for client in (*grant.followed("client_id"), *grant.followed_setting("client.id")):
            if isinstance(client, str) and client:
                yield GrantedRole(grant, EVERY_ROLE, client)


def _names(resource: Resource, argument: str, values: Sequence[Value]) -> Sequence[Value]:
    """Return the names of roles, and note for KC-UNREAD those that the code does not say: any may be granted so."""
    if any(isinstance(value, Symbol) for value in values):
        resource.hidden.add(argument)
    return values


def _of_path(grant: Resource, path: Value, separator: str) -> Iterator[GrantedRole]:
    client_id, _, name = (_spelled(path) or "").rpartition(separator)
    if name:
        yield GrantedRole(grant, name, client_id or None)


def _spelled(value: Value) -> str | None:
    """Return a text as far as it is spelled out."""
    return value.pattern if isinstance(value, Symbol) else value if isinstance(value, str) else None
