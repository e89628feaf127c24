"""Roles that no stack makes."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.grants.undeclared_role import UndeclaredRole
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.overridden import faults_after

pytestmark = pytest.mark.unit

ML = {"realm_id": "ml"}
RESOURCES: dict[str, dict[str, Any]] = {
    "keycloak_openid_client.Own": {**ML, "client_id": "own"},
    "keycloak_role.Auditor": {**ML, "name": "auditor"},
    "keycloak_role.Reader": {**ML, "name": "reader", "client_id": "${keycloak_openid_client.Own.id}"},
    "keycloak_role.Dotted": {**ML, "name": "audit.all"},
    "keycloak_role.Maybe": {**ML, "name": "maybe", "count": "${var.how_many}"},
}
DATA = {
    "keycloak_role": {
        "Super": {**ML, "name": "super-admins"},
        "Auditor": {**ML, "name": "auditor"},
        "Reader": {**ML, "name": "reader", "client_id": "${data.keycloak_openid_client.Own.id}"},
        "Elsewhere": {**ML, "name": "reader"},
        "Any": {**ML, "name": "${var.role}"},
    },
    "keycloak_openid_client": {
        "Own": {**ML, "client_id": "own"},
        "Account": {**ML, "client_id": "account"},
    },
}
VARIABLES = {"role": {"type": "string"}, "how_many": {"type": "number"}}
GROUP, PERSON, ROLE = "keycloak_group_roles", "keycloak_user_roles", "keycloak_role"
MACHINE, MACHINE_IN_REALM = (f"keycloak_openid_client_service_account_{each}" for each in ("role", "realm_role"))
DIRECTORY, BROKER = "keycloak_ldap_hardcoded_role_mapper", "keycloak_hardcoded_role_identity_provider_mapper"


def found(resource_type: str, arguments: dict[str, Any]) -> list[str]:
    """Return what the rule says of a grant beside some roles."""
    resources = {**RESOURCES, f"{resource_type}.X": {**ML, **arguments}}
    return [each.rpartition(": ")[2] for each in faults_of(UndeclaredRole(), resources, data=DATA, variable=VARIABLES)]


@pytest.mark.parametrize(
    ("resource_type", "arguments", "fault"),
    [
        (GROUP, {"role_ids": ["${data.keycloak_role.Super.id}"]}, "it grants 'super-admins', which no stack makes"),
        (GROUP, {"role_ids": ["${data.keycloak_role.Elsewhere.id}"]}, "it grants 'reader', which no stack makes"),
        (PERSON, {"role_ids": ["${data.keycloak_role.Super.id}"]}, "it grants 'super-admins', which no stack makes"),
        (PERSON, {"role_ids": ["${data.keycloak_role.Any.id}"]}, "role_ids has a role whose name no rule sees"),
        (
            ROLE,
            {"name": "x", "composite_roles": ["${data.keycloak_role.Super.id}"]},
            "it grants 'super-admins', which no stack makes",
        ),
        (MACHINE_IN_REALM, {"role": "auditor", "realm_id": "other"}, "it grants 'auditor', which no stack makes"),
        (MACHINE_IN_REALM, {"role": "maybe"}, "it grants 'maybe', which no stack makes"),
        (MACHINE_IN_REALM, {"role": "super-admins"}, "it grants 'super-admins', which no stack makes"),
        (
            MACHINE,
            {"client_id": "${data.keycloak_openid_client.Account.id}", "role": "reader"},
            "it grants 'reader', which no stack makes",
        ),
        (DIRECTORY, {"role": "own.writer"}, "it grants 'writer', which no stack makes"),
        (BROKER, {"role": "super-admins"}, "it grants 'super-admins', which no stack makes"),
    ],
)
def test_a_role_that_was_made_by_hand_is_refused(resource_type: str, arguments: dict[str, Any], fault: str) -> None:
    """By a data source or by name, in a group, an account, a composite or a mapper."""
    assert found(resource_type, arguments) == [fault]


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        (GROUP, {"role_ids": ["${keycloak_role.Auditor.id}", "${data.keycloak_role.Reader.id}"]}),
        (PERSON, {"role_ids": ["${data.keycloak_role.Auditor.id}"]}),
        (MACHINE_IN_REALM, {"role": "auditor"}),
        (MACHINE, {"client_id": "${keycloak_openid_client.Own.id}", "role": "reader"}),
        (DIRECTORY, {"role": "own.reader"}),
        (BROKER, {"role": "audit.all"}),
        ("keycloak_default_roles", {"default_roles": ["account/view-profile"]}),
        ("keycloak_ldap_role_mapper", {"client_id": "own"}),
    ],
)
def test_a_role_that_a_stack_makes_passes(resource_type: str, arguments: dict[str, Any]) -> None:
    """By reference, by a data source that finds it, and by its name."""
    assert found(resource_type, arguments) == []


def test_our_own_grants_pass() -> None:
    """What our constructs grant is made by them."""
    assert faults_after(UndeclaredRole()) == []
