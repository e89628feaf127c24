"""Which arguments name something of the realm, and of what kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.claims import RIGHTS
from constructs_lib.guardrails.keycloak.directories import ROLE_MAPPERS
from constructs_lib.guardrails.terraform.readings import settled

if TYPE_CHECKING:
    from collections.abc import Collection

    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["SCOPES", "has_own_client_id", "is_id", "kind_that_exists", "kinds_named", "names_something"]

SCOPES = frozenset({"default_scopes", "optional_scopes"})
"""Arguments that list client scopes by their names."""

# What the name in an argument is a name of.
_NAMED = {
    **dict.fromkeys(SCOPES, "client scope"),
    "claim_value": "audience",
    "client_id": "client",  # but of a client itself, and of an identity provider
    "client_id_for_role_mappings": "client",
    "default_roles": "role",
    "federated_identity": "identity provider",
    "group": "group",
    "groups_path": "group",
    "identity_provider_alias": "identity provider",
    "included_client_audience": "client",
    "included_custom_audience": "audience",
    "members": "user",
    "oauth2_jwt_authorization_grant_idp": "identity provider",
    "parent_flow_alias": "flow",
    "path": "group",
    "provider_alias": "identity provider",
    "role": "role",
}
_WITH_OWN_CLIENT_ID = ("_client", "_identity_provider")
# Called an id, and names a kind, or somebody elsewhere.
_KINDS = frozenset({"entity_id", "provider_id"})
# Ids all the same, of one thing or of many.
_IDS = frozenset({"clients", "composite_roles", "policies", "resources", "scopes", "users"})
# Entries of a mapper's settings that call something of its own.
_WORDS = frozenset((each,) for each in ("attribute.name", "claim.name", "jsonType.label", "user.attribute"))
_SETTINGS = frozenset({"config", "extra_config"})
_NAMED_IN_SETTINGS = ("audience", "client", "group", "role")
_ISSUER = "jwt.credential.issuer"
# Names of what has to exist in the realm; those of flows, groups and roles are other rules'.
_EXISTING = {
    **dict.fromkeys(SCOPES, "client scope"),
    "client.id": "client",
    "client_id_for_role_mappings": "client",
    "identity_provider": "identity provider",
    _ISSUER: "identity provider",
    "identity_provider_alias": "identity provider",
    "provider_alias": "identity provider",
    "usermodel.clientRoleMapping.clientId": "client",
}


def has_own_client_id(resource: Resource) -> bool:
    """Tell whether `client_id` is a name of the resource itself: a client's, or that of an identity provider's."""
    return resource.type.endswith(_WITH_OWN_CLIENT_ID)


def kinds_named(argument: str, path: tuple[str, ...], value: Value) -> Collection[str]:
    """Return of which kinds a text in an argument may be a name.

    Args:
        argument: The argument.
        path: Keys that lead to the text within it.
        value: The argument's value, whose entries say what others are.
    """
    if argument in _SETTINGS and _is_word(value, path):
        return ()
    keys = (argument, *path)
    if keys[-1] == _ISSUER:
        return ("identity provider",)
    named = _NAMED.get(keys[-1]) or _NAMED.get(argument)
    return _NAMED_IN_SETTINGS if _SETTINGS.intersection(keys) else (named,) if named else ()


def kind_that_exists(resource: Resource, argument: str, path: tuple[str, ...]) -> str | None:
    """Return of which kind a text in an argument is a name, where it names what has to be there already."""
    if argument == "client_id":
        return "client" if resource.type in ROLE_MAPPERS else None
    return _EXISTING.get((argument, *path)[-1])


def names_something(resource: Resource, argument: str, path: tuple[str, ...] = ()) -> bool:
    """Tell whether an argument, or an entry of a block, names something of the realm, or is an id of it."""
    return argument in _NAMED or is_id(resource, argument, path)


def is_id(resource: Resource, argument: str, path: tuple[str, ...] = ()) -> bool:
    """Tell whether an argument, or an entry of a block, is the id of something."""
    if argument in _KINDS or has_own_client_id(resource) or resource.type in ROLE_MAPPERS:  # client_id is no id there
        return False
    return argument.endswith(("_id", "_ids")) or argument in _IDS or path[-1:] == ("id",)


def _is_word(settings: Value, path: tuple[str, ...]) -> bool:
    """Tell whether a setting is no name of anything: how a claim is called, or what one says that is no right."""
    claim = settled(settings.get("claim.name")) if isinstance(settings, dict) else None
    if path != ("claim.value",) or not isinstance(claim, str):
        return path in _WORDS
    return claim.replace("\\", "").split(".")[0] not in RIGHTS
