"""A declaration by the names that its things have in a realm that is joined, where others have names too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from constructs_lib.declaration.name_pattern import ANY
from constructs_lib.declaration.props import Declaration, NamedApiProps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import (
        AccessProps,
        AccessRuleProps,
        ApiProps,
        ApplicationProps,
        ConsumerProps,
        GatewayProps,
        RealmProps,
    )

__all__ = ["with_realm_names"]

_Api = TypeVar("_Api", bound="ApiProps")
Declared = TypeVar("Declared", bound=Declaration)


def with_realm_names(declaration: Declared) -> Declared:
    """Return a declaration whose clients and access role have the prefix, so that all who read it agree on a name.

    One that has it is returned as it is, and so is one of a realm of our own.

    Args:
        declaration: A declaration that passed `check_declaration`.
    """
    realm = declaration.realm
    if not (realm.is_joined and realm.prefix):
        return declaration
    changed: dict[str, Any] = {
        "api": _api(declaration.api, realm) if declaration.api else None,
        "apis": {name: _api(api, realm) for name, api in declaration.apis.items()},
        "access_rules": {name: _rule(rule, realm) for name, rule in declaration.access_rules.items()},
        "teams": {name: team.model_copy(update=_access(team, realm)) for name, team in declaration.teams.items()},
        **_access(declaration, realm),
    }
    gateway = getattr(declaration, "gateway", None)
    if gateway is not None:
        changed["gateway"] = _gateway(gateway, realm)
    return declaration.model_copy(update=changed)


def _api(api: _Api, realm: RealmProps) -> _Api:
    named: dict[str, Any] = {
        "client_id": realm.in_realm(api.client_id),
        "access_role": realm.in_realm(api.access_role),
    }
    if isinstance(api, NamedApiProps):
        named["gateway"] = _gateway(api.gateway, realm)
    return api.model_copy(update=named)


def _gateway(gateway: GatewayProps, realm: RealmProps) -> GatewayProps:
    return gateway.model_copy(update={"mlflow_application": realm.in_realm(gateway.mlflow_application)})


def _access(access: AccessProps, realm: RealmProps) -> dict[str, Mapping[str, Any]]:
    return {
        "consumers": {realm.in_realm(name): _consumer(each, realm) for name, each in access.consumers.items()},
        "applications": {realm.in_realm(name): _renamed(each, realm) for name, each in access.applications.items()},
    }


def _renamed(application: ApplicationProps, realm: RealmProps) -> ApplicationProps:
    former = application.renamed_from
    return application.model_copy(update={"renamed_from": realm.in_realm(former)}) if former else application


def _consumer(consumer: ConsumerProps, realm: RealmProps) -> ConsumerProps:
    changed: dict[str, Any] = {}
    if consumer.renamed_from:
        changed["renamed_from"] = realm.in_realm(consumer.renamed_from)
    if consumer.exchange:
        applications = tuple(map(realm.in_realm, consumer.exchange.from_))
        changed["exchange"] = consumer.exchange.model_copy(update={"from_": applications})
    return consumer.model_copy(update=changed) if changed else consumer


def _rule(rule: AccessRuleProps, realm: RealmProps) -> AccessRuleProps:
    """Let a rule name clients as the realm does; a pattern that begins with `*` fits them as it is."""
    statement = rule.statement
    if isinstance(statement.who, str):
        return rule
    named = {
        key: tuple(each if each.startswith(ANY) else realm.in_realm(each) for each in patterns)
        for key in ("consumer", "application")
        if (patterns := getattr(statement.who, key)) is not None
    }
    if not named:
        return rule
    who = statement.who.model_copy(update=named)
    return rule.model_copy(update={rule.kind: statement.model_copy(update={"who": who})})
