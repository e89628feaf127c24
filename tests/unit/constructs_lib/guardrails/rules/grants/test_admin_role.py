"""KC-ADMIN-ROLE."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.grants.admin_role import AdminRole
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

DATA = {
    "keycloak_openid_client": {"Admin": {"realm_id": "ml", "client_id": "realm-management"}},
    "keycloak_role": {
        "ManageUsers": {
            "realm_id": "ml",
            "client_id": "${data.keycloak_openid_client.Admin.id}",
            "name": "manage-users",
        },
        "Admin": {"realm_id": "master", "name": "admin"},
    },
}
API: dict[str, dict[str, Any]] = {"keycloak_openid_client.Api": {"realm_id": "ml", "client_id": "model-api"}}


@pytest.mark.parametrize(
    ("resource_type", "arguments", "role"),
    [
        ("keycloak_user_roles", {"role_ids": ["${data.keycloak_role.ManageUsers.id}"]}, "manage-users"),
        ("keycloak_group_roles", {"role_ids": ["${data.keycloak_role.Admin.id}"]}, "admin"),
        (
            "keycloak_openid_client_service_account_role",
            {"client_id": "${data.keycloak_openid_client.Admin.id}", "role": "realm-admin"},
            "realm-admin",
        ),
        (
            "keycloak_openid_client_service_account_role",
            {"client_id": "${var.client_uuid}", "role": "impersonation"},
            "impersonation",
        ),
        ("keycloak_openid_client_service_account_realm_role", {"role": "create-realm"}, "create-realm"),
        ("keycloak_default_roles", {"default_roles": ["admin"]}, "admin"),
        ("keycloak_ldap_hardcoded_role_mapper", {"role": "realm-management.manage-clients"}, "manage-clients"),
    ],
)
def test_administration_is_refused(resource_type: str, arguments: dict[str, Any], role: str) -> None:
    """A role that changes a realm is named, whoever gets it and by whatever resource."""
    faults = faults_of(AdminRole(), {f"{resource_type}.Grant": {"realm_id": "ml", **arguments}}, data=DATA)

    assert faults == [f"realm 'ml', {resource_type}: it grants '{role}', which administers Keycloak"]


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        (
            "keycloak_openid_client_service_account_role",
            {"client_id": "${keycloak_openid_client.Api.id}", "role": "manage-users"},
        ),
        (
            "keycloak_openid_client_service_account_role",
            {"client_id": "${data.keycloak_openid_client.Admin.id}", "role": "view-users"},
        ),
        ("keycloak_ldap_hardcoded_role_mapper", {"role": "model-api.realm-admin"}),
        ("keycloak_user_roles", {"role_ids": ["${var.role_id}"]}),
    ],
)
def test_other_roles_pass(resource_type: str, arguments: dict[str, Any]) -> None:
    """A role of the same name on another client passes, and so does one that only reads."""
    resources = {**API, f"{resource_type}.Grant": {"realm_id": "ml", **arguments}}

    assert faults_of(AdminRole(), resources, data=DATA) == []
