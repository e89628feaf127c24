"""User federation by LDAP, typed or custom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.readings import as_flag, is_switched_on, settled
from constructs_lib.guardrails.terraform.symbol import OpenMap, Symbol, alternatives, is_variable

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = [
    "DIRECTORIES",
    "ROLE_MAPPERS",
    "directory_is_on",
    "directory_text",
    "maps_groups_by_name",
    "maps_roles_by_name",
]

_CUSTOM = "keycloak_custom_user_federation"

DIRECTORIES = ("keycloak_ldap_user_federation", _CUSTOM)
"""Resource types; the custom one has Keycloak's own names in `config`."""

ROLE_MAPPERS = frozenset({"keycloak_ldap_role_mapper"})
"""Resource types that grant the roles a directory knows, whose `client_id` is a name."""

_MAPPER = "keycloak_ldap_custom_mapper"
_ROOT = (None, "", "/")

_SETTINGS = {
    "connection_url": "connectionUrl",
    "start_tls": "startTls",
    "trust_email": "trustEmail",
    "use_truststore_spi": "useTruststoreSpi",
    "edit_mode": "editMode",
    "sync_registrations": "syncRegistrations",
    "username_ldap_attribute": "usernameLDAPAttribute",
    "uuid_ldap_attribute": "uuidLDAPAttribute",
}


def directory_text(directory: Resource, argument: str) -> str | None:
    """Return a text of a directory as far as it is spelled out, by the typed resource's name of the argument."""
    if directory.type != _CUSTOM:
        return directory.spelled(argument)
    value = directory.setting(_SETTINGS[argument])
    return value.pattern if isinstance(value, Symbol) else value if isinstance(value, str) else None


def directory_is_on(directory: Resource, argument: str, *, unknown: bool = False) -> bool:
    """Tell whether a flag of a directory is on.

    Args:
        directory: The directory.
        argument: The flag, by the typed resource's name.
        unknown: What to say of one that is known only at apply.
    """
    typed = directory.type != _CUSTOM
    value = directory.flag(argument) if typed else directory.flag_setting(_SETTINGS[argument])
    return unknown if isinstance(value, Symbol) else is_switched_on(value)


def maps_groups_by_name(mapper: Resource) -> str | None:
    """Return the argument by which a directory's groups are those of the realm's root by their names; else None.

    It is Keycloak's default. Keycloak joins people to whatever group there has the name, whoever made it.

    Args:
        mapper: The mapper, typed or custom.
    """
    if mapper.type == "keycloak_ldap_group_mapper":
        return "groups_path" if mapper.value("groups_path") in _ROOT else None
    if _is_of(mapper, "group-ldap-mapper"):
        return "groups.path" if mapper.setting("groups.path") in _ROOT else None
    return None


def maps_roles_by_name(mapper: Resource) -> str | None:
    """Return the argument by which a directory's roles are the realm's, or those of a client that nobody tells.

    Keycloak's default is the realm's roles. It grants whatever role has the name, whoever made it; None where the
    roles are those of a client that is spelled out.

    Args:
        mapper: The mapper, typed or custom.
    """
    if mapper.type in ROLE_MAPPERS:
        of_realm, client, argument = mapper.arguments.get("use_realm_roles_mapping"), "client_id", "client_id"
    elif _is_of(mapper, "role-ldap-mapper"):
        of_realm, client, argument = _in_config(mapper, "use.realm.roles.mapping"), "client.id", "config"
    else:
        return None
    value = mapper.arguments.get(client) if argument == client else _in_config(mapper, client)
    named = [settled(each) for each in alternatives(value)]
    if as_flag(settled(of_realm)) is not False:
        return "use_realm_roles_mapping" if argument == client else argument
    return argument if not named or any(each in (None, "") or is_variable(each) for each in named) else None


def _is_of(mapper: Resource, kind: str) -> bool:
    """Tell whether a custom mapper is, or may be, of a kind."""
    value = settled(mapper.arguments.get("provider_id"))
    return mapper.type == _MAPPER and (value == kind or isinstance(value, Symbol))


def _in_config(mapper: Resource, key: str) -> Value:
    config = mapper.arguments.get("config")
    if isinstance(config, OpenMap):
        return config.get(key, config.rest)
    return config.get(key) if isinstance(config, dict) else config
