"""No name of a role, and no client that it is looked up by, hides what is granted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.declarations.hidden_roles import HARMLESS, found, grant

pytestmark = pytest.mark.unit

CLIENT = "data.keycloak_openid_client.Admin.id"
API = "keycloak_openid_client.Api.id"
OWN = f"${{{API}}}"


@pytest.mark.parametrize(
    ("resource_type", "arguments", "rule"),
    [
        *(
            ("keycloak_openid_client_service_account_role", {"client_id": client_id, "role": role}, "KC-ADMIN-ROLE")
            for client_id in (f"${{{CLIENT}}}${{var.empty}}", f"${{var.role ? {CLIENT} : {API}}}")
            for role in ("realm-${var.role}", "${var.role}", '${var.role ? "a" : "b"}')
        ),
        (
            "keycloak_openid_client_service_account_role",
            {"client_id": "${var.role}${var.empty}", "role": "realm-${var.role}"},
            "KC-UNREAD",
        ),
        (
            "keycloak_openid_client_service_account_role",
            {"client_id": OWN, "role": "every-model:${var.role}"},
            "KC-UNREAD",
        ),
        (
            "keycloak_openid_client_service_account_role",
            {"client_id": OWN, "role": '${var.role ? "every-model:manage" : "fraud:predict"}'},
            "KC-BROAD-GRANT",
        ),
        ("keycloak_openid_client_service_account_realm_role", {"role": "${var.role}admin"}, "KC-UNREAD"),
        ("keycloak_openid_client_service_account_realm_role", {"role": '${try(var.role, "admin")}'}, "KC-ADMIN-ROLE"),
        ("keycloak_default_roles", {"default_roles": ["admin${var.empty}"]}, "KC-UNREAD"),
        ("keycloak_default_roles", {"default_roles": ["realm-management/${var.role}"]}, "KC-ADMIN-ROLE"),
        ("keycloak_default_roles", {"default_roles": '${var.role ? ["admin"] : []}'}, "KC-ADMIN-ROLE"),
        ("keycloak_hardcoded_role_identity_provider_mapper", {"role": "realm-management.${var.role}"}, "KC-ADMIN-ROLE"),
        ("keycloak_hardcoded_role_identity_provider_mapper", {"role": "${var.role}.realm-admin"}, "KC-UNREAD"),
        ("keycloak_attribute_to_role_identity_provider_mapper", {"role": "adm${var.role}"}, "KC-UNREAD"),
        ("keycloak_ldap_hardcoded_role_mapper", {"role": "realm-management.${var.role}"}, "KC-ADMIN-ROLE"),
        ("keycloak_ldap_hardcoded_role_mapper", {"role": "${var.role}-admin"}, "KC-UNREAD"),
        (
            "keycloak_custom_identity_provider_mapper",
            {"extra_config": {"role": "realm-management.${var.role}"}},
            "KC-ADMIN-ROLE",
        ),
        ("keycloak_ldap_custom_mapper", {"config": {"role": "${var.role}-admin"}}, "KC-UNREAD"),
        ("keycloak_ldap_custom_mapper", {"config": {"${var.role}": "realm-management.realm-admin"}}, "KC-UNREAD"),
        ("keycloak_ldap_role_mapper", {"client_id": "realm-${var.role}"}, "KC-UNREAD"),
        ("keycloak_generic_role_mapper", {"role_id": f"${{{HARMLESS}}}", "client_id": "x${var.role}"}, "KC-UNREAD"),
        ("keycloak_generic_role_mapper", {"role_id": f"${{{HARMLESS}}}", "client_scope_id": "x${var.e}"}, "KC-UNREAD"),
        ("keycloak_openid_client_user_policy", {"resource_server_id": f"${{{CLIENT}}}${{var.empty}}"}, "KC-UNREAD"),
        (
            "keycloak_openid_client_user_policy",
            {"resource_server_id": f"${{try({CLIENT}, var.role)}}"},
            "KC-ADMIN-PERMISSION",
        ),
    ],
)
def test_name_in_part_hides_no_role(resource_type: str, arguments: dict[str, Any], rule: str) -> None:
    """Names of roles and clients are judged as far as they are spelled out, and the rest is a finding of its own."""
    assert found({f"{resource_type}.Grant": {"realm_id": "ml", **arguments}})[rule] == {"Grant"}


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_openid_client_service_account_role", {"client_id": OWN, "role": "${var.role}"}),
        ("keycloak_openid_client_service_account_role", {"client_id": OWN, "role": "${terraform.workspace}"}),
        ("keycloak_default_roles", {"default_roles": ["${var.role}"]}),
        ("keycloak_ldap_hardcoded_role_mapper", {"role": "${var.role}"}),
    ],
)
def test_names_of_roles_that_the_code_does_not_say_are_refused(resource_type: str, arguments: dict[str, Any]) -> None:
    """A grant names its role: whoever applies would choose any, or a server that was written to before."""
    assert found({f"{resource_type}.Grant": {"realm_id": "ml", **arguments}}) == {"KC-UNREAD": {"Grant"}}


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_openid_client_service_account_role", {"client_id": "${var.role}", "role": "fraud:predict"}),
        ("keycloak_custom_identity_provider_mapper", {"extra_config": "${merge(var.table, {a = 1})}"}),
        ("keycloak_openid_client_user_policy", {"resource_server_id": "${var.role}"}),
    ],
)
def test_names_that_an_apply_alone_knows_pass(resource_type: str, arguments: dict[str, Any]) -> None:
    """A variable alone is the apply's to decide about."""
    assert found({f"{resource_type}.Grant": {"realm_id": "ml", **arguments}}) == {}


@pytest.mark.parametrize(
    ("data", "resources"),
    [
        ({"client_id": f"${{{CLIENT}}}${{var.empty}}", "name": "${var.role}"}, {}),
        ({"client_id": "${var.role}${var.empty}", "name": "${var.role}-admin"}, {}),
        ({"name": "adm${var.role}"}, {}),
        ({"client_id": "${keycloak_openid_client.Hidden.id}", "name": "x"}, {"client_id": "realm-${var.role}"}),
    ],
)
def test_data_source_hides_no_role(data: dict[str, Any], resources: dict[str, Any]) -> None:
    """What a role is looked up by is read as well, and what its client is."""
    roles = {"keycloak_role": {"Hidden": {"realm_id": "ml", **data}}}
    granted = grant("keycloak_user_roles", "${data.keycloak_role.Hidden.id}")

    faults = found({**granted, "keycloak_openid_client.Hidden": resources}, data=roles)

    assert {"Hidden", "Grant"} & (faults.get("KC-UNREAD", set()) | faults.get("KC-ADMIN-ROLE", set()))
