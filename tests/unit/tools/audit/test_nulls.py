"""Arguments that come to null are as good as left out, as Terraform has it."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.symbol import OpenMap, Symbol
from tools.audit.built_in import built_in
from tools.audit.comparison import compare, expected_facts
from tools.audit.declared.arguments import without_nulls
from tools.audit.declared.facts import DeclaredFacts, declared_facts
from tools.audit.facts import Fact, Facts, Kind
from tools.audit.wording import said

pytestmark = pytest.mark.unit

_SESSIONS = "attributes.backchannel.logout.session.required"
# Arguments of each type that are given, and whatever else it has that is null.
_NULLS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "keycloak_realm": (
        {"realm": "ml", "ssl_required": "all"},
        {
            "enabled": None,
            "sso_session_idle_timeout": None,
            "password_policy": '${lookup({}, "policy", null)}',
            "security_defenses": {"headers": {"x_xss_protection": None, "x_frame_options": None}},
        },
    ),
    "keycloak_realm_events": ({"realm_id": "ml", "events_enabled": True}, {"events_listeners": None}),
    "keycloak_openid_client": (
        {"realm_id": "ml", "client_id": "old-two", "access_type": "CONFIDENTIAL"},
        {
            "full_scope_allowed": '${lookup({"old-two" = null}, "old-two", false)}',
            "backchannel_logout_session_required": None,
            "client_authenticator_type": None,
            "standard_flow_enabled": None,
            "use_refresh_tokens": None,
            "extra_config": {"use.jwks.url": None},
        },
    ),
    "keycloak_user": ({"realm_id": "ml", "username": "ada"}, {"enabled": None, "email": None}),
    "keycloak_generic_protocol_mapper": (
        {
            "realm_id": "ml",
            "client_id": "${keycloak_openid_client.This.id}",
            "name": "audience",
            "protocol_mapper": "oidc-audience-mapper",
        },
        {"config": {"included.custom.audience": None}},
    ),
    "keycloak_realm_localization": ({"realm_id": "ml", "locale": "en"}, {"texts": {"title": None}}),
    "keycloak_oidc_identity_provider": (
        {"realm": "ml", "alias": "corp"},
        {"backchannel_supported": None, "first_broker_login_flow_alias": None, "default_scopes": None},
    ),
    "keycloak_ldap_user_federation": (
        {"realm_id": "ml", "name": "corp"},
        {"cache": None, "batch_size_for_sync": None, "search_scope": None},
    ),
    "keycloak_ldap_group_mapper": (
        {"realm_id": "ml", "ldap_user_federation_id": "${keycloak_ldap_user_federation.This.id}", "name": "groups"},
        {"memberof_ldap_attribute": None, "mode": None},
    ),
}


def declared(types: dict[str, dict[str, Any]]) -> DeclaredFacts:
    """Return what a stack with one resource of each type declares."""
    resources = {type_: {"This": arguments} for type_, arguments in types.items()}
    return declared_facts(Configuration({"ml": {"resource": resources}}))


def of_consumers(argument: str, expression: str) -> tuple[Facts, Facts]:
    """Return what shall be so of two consumers, an adopted one and a new one, and the same with the provider's values.

    Args:
        argument: An argument of theirs.
        expression: What its value is.
    """
    client = {"realm_id": "ml", "client_id": "${each.key}", "access_type": "CONFIDENTIAL", argument: expression}
    body = {"for_each": {"batch-scoring": {}, "reporting": {}}, **client}
    found = declared_facts(Configuration({"ml": {"resource": {"keycloak_openid_client": {"C": body}}}}))
    expected = expected_facts(found, built_in("ml"))
    provider = {
        Fact(Kind.SETTING, f"client {name}", setting): "true"
        for name in ("batch-scoring", "reporting")
        for setting in (_SESSIONS, "fullScopeAllowed")
    }
    return expected, {fact: value for fact, value in expected.items() if fact not in provider} | provider


@pytest.mark.parametrize(
    ("argument", "setting"),
    [("backchannel_logout_session_required", _SESSIONS), ("full_scope_allowed", "fullScopeAllowed")],
)
def test_what_is_kept_of_one_consumer_says_nothing_of_another(argument: str, setting: str) -> None:
    """Null for a new consumer leaves it what the provider writes; what an adopted one keeps is still compared."""
    expected, live = of_consumers(argument, '${lookup({"batch-scoring" = false}, each.key, null)}')

    assert [said(each) for each in compare(expected, live)] == [
        f"{setting} of client batch-scoring is true, declared is nothing"
    ]


@pytest.mark.parametrize("type_", _NULLS)
def test_null_is_as_good_as_left_out(type_: str) -> None:
    """Whatever a resource is, and wherever in it null stands, it declares what it declares without that."""
    without = {each: given for each, (given, _) in _NULLS.items()}
    nulls = {**without, type_: {**_NULLS[type_][0], **_NULLS[type_][1]}}
    empty: dict[str, Any] = {"keycloak_generic_protocol_mapper": {"config": {}}}.get(type_, {})

    assert declared(nulls) == declared({**without, type_: {**without[type_], **empty}})


def test_what_is_known_in_part_stays_so() -> None:
    """Without its nulls a map that may have other entries still may; an element of a list is no argument."""
    rest = Symbol("var.more")
    found = without_nulls([OpenMap({"a": None, "b": {"c": None, "d": False}}, rest), None])

    assert found == [{"b": {"d": False}}, None]
    assert isinstance(found, list)
    assert isinstance(found[0], OpenMap)
    assert found[0].rest == rest
