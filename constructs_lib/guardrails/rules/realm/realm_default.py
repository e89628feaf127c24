"""KC-REALM-DEFAULT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.names import KEYCLOAK_CLIENTS
from constructs_lib.declaration.client_registration import new_client_scopes, registered_scopes
from constructs_lib.declaration.realm_defaults import (
    LOGGING_IN_CLIENTS,
    OWN_ACCOUNT_ROLES,
    realm_default_roles,
)
from constructs_lib.declaration.required_actions import PROOF, TERMS, UPDATE_EMAIL, required_actions, self_service
from constructs_lib.guardrails.keycloak.declared_realms import own_realms
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import OpenList, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.keycloak.declared_realms import DeclaredRealm
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RealmDefault"]

_ROLES, _SCOPES = "keycloak_default_roles", "keycloak_openid_client_optional_scopes"
_ACTION = "keycloak_required_action"
# By which people prove their address, and replace a password that others know; and by which they get a second factor.
_NEEDED_ACTIONS = frozenset({"VERIFY_EMAIL", "UPDATE_PASSWORD"})
_FACTOR_ACTIONS = {"otp": "CONFIGURE_TOTP", "passkey": "webauthn-register"}
# How long after a login Keycloak lets somebody change a password, or remove a credential, without another one; its own.
_MAX_AGE, _MAX_AGE_SECONDS = "max_auth_age", 300
_ACCOUNT_STATE = "keycloak_ldap_msad_user_account_control_mapper"


class RealmDefault(Rule):
    """What Keycloak gives to everybody, the declaration's realm takes back."""

    id = "KC-REALM-DEFAULT"
    info = "a declared realm gives more to everybody, or asks less of them, than it is declared to"
    why = (
        "Keycloak gives every account, client and directory more than they need: offline access above all. An "
        "override, or a count of 0, of what takes that back leaves it as it was."
    )
    source = "ASVS 5.0 V10.4.8 and V10.4.11, Keycloak guide 'Server Administration'"
    remedy = "leave the realm, its default roles, its built-in clients and its required actions to the declaration"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to declared realms in which something is not made for sure that takes away, or asks for, something."""
        for declared in own_realms(configuration):
            if declared.realm is None or declared.realm.decided_by is not None:
                yield declared.violation("it is declared, and not made for sure")
            yield from _of_roles(declared)
            yield from _of_built_in_clients(declared)
            yield from _of_own_clients(declared)
            yield from _of_new_clients(declared)
            yield from _of_terms(declared)
            yield from _of_actions(declared)
            yield from _of_self_service(declared)
            yield from _of_people(declared)
            yield from _of_directories(declared)


def _of_roles(declared: DeclaredRealm) -> Iterator[Violation]:
    allowed = {*OWN_ACCOUNT_ROLES, *realm_default_roles(declared.declaration)}
    if next(declared.made(_ROLES), None) is None:
        yield declared.violation("no keycloak_default_roles takes offline_access from everybody")
    for owner in declared.some(_ROLES):
        roles = _listed(owner, "default_roles")
        more = ["…"] if roles is None else sorted(str(role) for role in roles if role not in allowed)
        if more:
            yield owner.violation(f"everybody has the role '{more[0]}', which is not declared")


def _of_built_in_clients(declared: DeclaredRealm) -> Iterator[Violation]:
    closed = set()
    for owner in declared.some(_SCOPES):
        client = declared.referred(owner.value("client_id"))
        name = client.text("client_id") if client is not None else None
        if name in LOGGING_IN_CLIENTS:
            if _listed(owner, "optional_scopes") != []:
                yield owner.violation(f"people may ask for scopes of their own by Keycloak's client '{name}'")
            elif owner.decided_by is None:
                closed.add(name)
    for name in LOGGING_IN_CLIENTS:
        if name not in closed:
            yield declared.violation(f"its client '{name}' may ask for offline_access, as by Keycloak's default")


def _of_new_clients(declared: DeclaredRealm) -> Iterator[Violation]:
    if not declared.checked.features.new_client_scopes:
        return
    registered = registered_scopes(declared.checked.policy, declared.declaration)
    for kind, kept in (("default", new_client_scopes(declared.declaration)), ("optional", registered)):
        owners = list(declared.some(resource_type := f"keycloak_realm_{kind}_client_scopes"))
        if not any(owner.decided_by is None for owner in owners):
            yield declared.violation(f"no {resource_type} takes Keycloak's scopes from new clients")
        for owner in owners:
            if _listed(owner, f"{kind}_scopes") != [*kept]:
                yield owner.violation(f"a new client has other {kind} scopes than {[*kept]}")


def _of_terms(declared: DeclaredRealm) -> Iterator[Violation]:
    if not declared.declaration.realm.login.terms:
        return
    if next(declared.made(_ACTION, having={"alias": TERMS, "enabled": True, "default_action": True}), None) is None:
        yield declared.violation("nobody is asked to accept the terms")
    for action in declared.some(_ACTION):
        if action.text("alias") == TERMS and not (action.is_true("enabled") and action.is_true("default_action")):
            yield action.violation("it asks nobody to accept the terms")


def _of_actions(declared: DeclaredRealm) -> Iterator[Violation]:
    factors = {
        factor for access in declared.declaration.accesses().values() for factor in access.second_factor.values()
    }
    needed = _NEEDED_ACTIONS | {_FACTOR_ACTIONS[factor] for factor in factors}
    for action in declared.some(_ACTION):
        alias = action.value("alias")
        if not action.is_true("enabled") and alias in needed:
            yield action.violation("it is turned off, so that nobody is asked for it")
        elif not action.is_true("enabled") and isinstance(alias, Symbol):
            yield action.violation(
                "it is turned off, and its alias is known at apply alone: it may be one that is needed"
            )
        seconds = action.number_setting(_MAX_AGE)
        if seconds is not None and not 0 <= seconds <= _MAX_AGE_SECONDS:
            yield action.violation(f"{_MAX_AGE} must be 0 to {_MAX_AGE_SECONDS} seconds, got {seconds}")


def _of_self_service(declared: DeclaredRealm) -> Iterator[Violation]:
    proven = declared.checked.features.required_action_config
    for each in self_service(declared.declaration.realm.login):
        if next(declared.made(_ACTION, having={"alias": each.alias}), None) is None:
            yield declared.violation(f"nothing turns '{each.alias}' {'on' if each.enabled else 'off'} for sure")
        for action in declared.some(_ACTION):
            if action.text("alias") != each.alias:
                continue
            if action.is_true("enabled") is not each.enabled:
                yield action.violation(f"it is turned {'off' if each.enabled else 'on'}, against the declaration")
            elif each.alias == UPDATE_EMAIL and proven and any(action.setting(key) != PROOF[key] for key in PROOF):
                yield action.violation("an address changes without a mail to it: verifyEmail is not 'true'")


def _of_own_clients(declared: DeclaredRealm) -> Iterator[Violation]:
    for client in declared.some("keycloak_openid_client"):
        if (client_id := client.text("client_id")) in KEYCLOAK_CLIENTS:
            yield client.violation(f"it takes over Keycloak's own client '{client_id}'")


def _of_people(declared: DeclaredRealm) -> Iterator[Violation]:
    terms = declared.declaration.realm.login.terms
    people = {
        username: required_actions(person, terms=terms)
        for access in declared.declaration.accesses().values()
        for username, person in access.people.items()
    }
    for user in declared.some("keycloak_user"):
        asked = _listed(user, "required_actions") or []
        missing = [action for action in people.get(user.text("username") or "", ()) if action not in asked]
        if missing:
            yield user.violation(f"its required_actions lack '{missing[0]}', which the declaration asks for")


def _of_directories(declared: DeclaredRealm) -> Iterator[Violation]:
    mapped = {
        directory.text("name")
        for mapper in declared.made(_ACCOUNT_STATE)
        if (directory := declared.referred(mapper.value("ldap_user_federation_id"))) is not None
    }
    for directory in declared.some("keycloak_ldap_user_federation"):
        props = declared.declaration.federation.get(directory.text("name") or "")
        if props is not None and props.vendor == "ad" and directory.text("name") not in mapped:
            yield directory.violation("whoever is disabled there is not here: its account control mapper is missing")


def _listed(resource: Resource, argument: str) -> list[object] | None:
    """Return a list that is known as a whole; None where it is not, or not set."""
    value = resource.value(argument)
    return [*value] if isinstance(value, list) and not isinstance(value, OpenList) else None
