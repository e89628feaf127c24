"""User federation by LDAP, typed or custom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.readings import is_switched_on
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["DIRECTORIES", "directory_is_on", "directory_text"]

_CUSTOM = "keycloak_custom_user_federation"

DIRECTORIES = ("keycloak_ldap_user_federation", _CUSTOM)
"""Resource types; the custom one has Keycloak's own names in `config`."""

_SETTINGS = {
    "connection_url": "connectionUrl",
    "start_tls": "startTls",
    "trust_email": "trustEmail",
    "use_truststore_spi": "useTruststoreSpi",
    "edit_mode": "editMode",
    "sync_registrations": "syncRegistrations",
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
