"""All settings of one side of some plans, and which of a client's scopes its grants do not account for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import (
    COMPATIBILITY_SCOPE,
    MACHINE_SCOPES,
    OFFLINE_ACCESS,
    PERSON_SCOPES,
    PROFILE_SCOPES,
    REALM_ROLES_SCOPE,
    TOKEN_SCOPE,
)
from tools.access.planned.acting import acting_clients
from tools.access.planned.parties import kind_of_client
from tools.access.planned.settings import UNSET, inherit, settings_of
from tools.access.planned.stack import UNKNOWN
from tools.runner.things import base_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.access_policy import AccessPolicy
    from constructs_lib.review.settings import Path, Value
    from tools.access.planned.declared import Declared
    from tools.access.planned.grants import Grants
    from tools.access.planned.objects import Objects

    Settings = dict[Path, Value]

__all__ = ["side_settings"]

_REALM_ROLES = "Realm_Compatibility_Gate"
_CLIENT = "keycloak_openid_client"
_DEFAULT_ROLES = ("realm", "default_roles")
# What every client may have beside the scopes of models.
_SHAPING = (TOKEN_SCOPE, COMPATIBILITY_SCOPE, REALM_ROLES_SCOPE)
_COMMON = frozenset({*MACHINE_SCOPES, *PERSON_SCOPES, *PROFILE_SCOPES, OFFLINE_ACCESS, *_SHAPING})


def side_settings(objects: Objects, side: Grants, declared: Declared, policy: AccessPolicy, *, later: bool) -> Settings:
    """Return the settings of a side, by the keys of a declaration.

    Args:
        objects: Everything in the plans.
        side: The side.
        declared: The same as a declaration.
        policy: Who may call what on that side.
        later: After the apply, not before it.
    """
    found: Settings = {}
    for type_ in objects.by_type:
        for instance in objects.of(type_):
            values = instance.side(later=later)
            if values is not None:
                is_machine = instance.type == _CLIENT and kind_of_client(instance) == "consumers"
                settings = settings_of(instance, values, objects.consumer_name(instance) if is_machine else "")
                found |= _unless_unset(settings) if later and instance.is_made else settings
    inherit(found)
    if any(client.is_offline for client in side.applications.values()):  # told by application
        roles = found.get(_DEFAULT_ROLES)
        found[_DEFAULT_ROLES] = (roles - {OFFLINE_ACCESS} or None) if isinstance(roles, frozenset) else roles
    for path in [path for path in found if path[0] in ("api", "apis") and path[-1] == "audience"]:
        # Beside it there is another mapper, or none; for `resource` there is that mapper in any case.
        introspection = (*path[:-1], "introspection")
        found.setdefault(introspection, False)
        if found.setdefault((*path[:-1], "resource_parameter"), False):
            found[introspection] = False
    if any(path[0] == "realm" for path in found):
        found.setdefault(("realm", "compatibility", "resource_access"), False)
        found["realm", "compatibility", "realm_access"] = frozenset(_realm_roles(objects, later=later))
    found |= _applications(side, policy) | _consumers(side, declared, policy, acting_clients(objects, later=later))
    return found | {("models", model, "actions"): frozenset(actions) for model, actions in side.models.items()}


def _realm_roles(objects: Objects, *, later: bool) -> Iterator[str]:
    for instance in objects.of("keycloak_generic_role_mapper"):
        if base_name(instance.name).endswith(_REALM_ROLES) and instance.side(later=later) is not None:
            yield str(instance.index)


def _unless_unset(settings: Settings) -> Settings:
    """Mark what nobody sets of an object that is made: it gets Keycloak's default, which no plan shows."""
    return {path: UNSET if value in (None, UNKNOWN) else value for path, value in settings.items()}


def _applications(side: Grants, policy: AccessPolicy) -> Settings:
    found: Settings = {}
    for name, client in side.applications.items():
        found["applications", name, "offline_access"] = client.is_offline
        found["applications", name, "groups_claim"] = client.reads_groups
        expected = {*map(side.later_scope, policy.application_scopes(name)), *_COMMON}
        asked = {side.later_scope(scope) for scope in client.scopes}
        found["applications", name, "scopes_beyond"] = frozenset(asked - expected) or None
        left_out = expected - asked - _COMMON if client.is_gated else ()
        found["applications", name, "scopes_left_out"] = frozenset(left_out) or None
    return found


def _consumers(side: Grants, declared: Declared, policy: AccessPolicy, acting: frozenset[str]) -> Settings:
    found: Settings = {}
    for access in declared.declaration.accesses().values():
        for name in access.consumers.keys() & side.consumers.keys():
            props, client = access.consumers[name], side.consumers[name]
            credentials = ("blue" if client_id == name else "green" for client_id in client.clients)
            found["consumers", name, "auth", "credentials"] = frozenset(credentials)
            found["consumers", name, "exchange", "from_"] = frozenset(props.exchange.from_) if props.exchange else None
            if props.exchange:
                found["consumers", name, "exchange", "delegation"] = client.clients <= acting
            else:  # as in a declaration: a flag that is off comes and goes with it unsaid
                found["consumers", name, "exchange"] = None
            # A model's scope opens nothing by itself: what it lets through is told as what the consumer may do.
            asked = {scope for scope in client.scopes if scope not in side.gates}
            accounted = {*policy.consumer_scopes(props), *_COMMON}
            found["consumers", name, "scopes_beyond"] = frozenset(asked - accounted) or None
    return found
