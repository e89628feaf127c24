"""What the keys of a directory say of one that was found, and what its mappers are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.props import FederationProps
from constructs_lib.declaration.props.federation import LdapUsersProps
from tools.adopt.draft import accepted, duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.audit.live.snapshot import Entry

__all__ = ["UNSET_OF_DIRECTORY", "directory_keys", "kept_of_mappers"]

UNSET_OF_DIRECTORY = frozenset({"batch_size_for_sync", "full_sync_period", "changed_sync_period", "use_truststore_spi"})
"""Arguments whose value Keycloak takes where nothing is set: 1,000 accounts at a time, no synchronization, and its own
truststore."""

_ATTRIBUTE, _ACCOUNT_STATE = "user-attribute-ldap-mapper", "msad-user-account-control-mapper"
_SCOPES = {"1": "one_level", "2": "subtree"}
_MILLISECONDS = 1000
# Keys of `users` by the attribute of an account that their mapper fills.
_MAPPED: Mapping[str, str] = {
    "username": "username_attribute",
    "email": "email_attribute",
    "firstName": "first_name_attribute",
    "lastName": "last_name_attribute",
}


def directory_keys(directory: Entry, components: Iterable[Entry]) -> dict[str, Any] | None:
    """Return the keys of a directory; None where none express it.

    Its groups are left as they are: its own mappers bring them.

    Args:
        directory: As Keycloak gives it.
        components: All components of the realm, its mappers among them.
    """
    if directory["providerId"] != "ldap":
        return None
    config = _settings(directory)
    attributes = {
        _MAPPED[user]: _settings(mapper)["ldap.attribute"] for user, mapper in _mappers(directory, components).items()
    }
    try:
        users = accepted(
            LdapUsersProps,
            {"dn": config.get("usersDn")},
            {
                "search_scope": _SCOPES.get(config.get("searchScope", "")),
                "filter": config.get("customUserSearchFilter"),
                "object_classes": [each.strip() for each in config.get("userObjectClasses", "").split(",")],
                "uuid_attribute": config.get("uuidLDAPAttribute"),
                "rdn_attribute": config.get("rdnLDAPAttribute"),
                **attributes,
                "username_attribute": config.get("usernameLDAPAttribute"),
            },
        )
        sync = {key: duration(config.get(f"{key}SyncPeriod")) for key in ("changed", "full")}
        return accepted(
            FederationProps,
            {
                "vendor": config.get("vendor"),
                "url": config.get("connectionUrl"),
                "bind": {"dn": config.get("bindDn")},
                "users": users,
            },
            {
                "start_tls": config.get("startTls") == "true",
                "sync": {key: value for key, value in sync.items() if value} or None,
                "edit_mode": config.get("editMode", "").lower() or None,
                "import_enabled": config.get("importEnabled", "true") == "true",
                "trust_email": config.get("trustEmail") == "true",
                "priority": int(config.get("priority", "0")),
                "connection_timeout": _milliseconds(config.get("connectionTimeout")),
                "read_timeout": _milliseconds(config.get("readTimeout")),
                "enabled": config.get("enabled", "true") == "true",
            },
        )
    except ValueError:  # pydantic's, or that of a number
        return None


def kept_of_mappers(directory: Entry, components: Iterable[Entry]) -> Iterator[tuple[str, str, str]]:
    """Yield type of each mapper that is called otherwise, what `kept` calls it, and what it is called.

    Args:
        directory: As Keycloak gives it.
        components: All components of the realm.
    """
    listed = list(components)
    for user, mapper in _mappers(directory, listed).items():
        if mapper["name"] != user:
            yield "keycloak_ldap_user_attribute_mapper", f"{directory['name']}/{user}", str(mapper["name"])
    for each in listed:
        if each.get("parentId") == directory["id"] and each["providerId"] == _ACCOUNT_STATE:
            yield "keycloak_ldap_msad_user_account_control_mapper", str(directory["name"]), str(each["name"])


def _mappers(directory: Entry, components: Iterable[Entry]) -> dict[str, Entry]:
    """Return the mapper of each attribute of accounts that a file names; of several nobody can tell which counts."""
    found: dict[str, list[Entry]] = {}
    for each in components:
        if each.get("parentId") == directory["id"] and each["providerId"] == _ATTRIBUTE:
            found.setdefault(_settings(each).get("user.model.attribute", ""), []).append(each)
    return {user: mappers[0] for user in _MAPPED if len(mappers := found.get(user, [])) == 1}


def _settings(component: Entry) -> dict[str, str]:
    return {name: ", ".join(values) for name, values in component.get("config", {}).items()}


def _milliseconds(value: str | None) -> str | None:
    return duration(int(value) // _MILLISECONDS) if value and value.isdigit() else None
