"""Roles that administer Keycloak."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.grants.admin_role import AdminRole
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.roles import ADMIN_DATA, API, ROLES

pytestmark = pytest.mark.unit


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
        (
            "keycloak_custom_identity_provider_mapper",
            {
                "identity_provider_mapper": "oidc-hardcoded-role-idp-mapper",
                "extra_config": {"role": "realm-management.realm-admin"},
            },
            "realm-admin",
        ),
        (
            "keycloak_ldap_custom_mapper",
            {"provider_id": "hardcoded-ldap-role-mapper", "config": {"role": "realm-management.realm-admin"}},
            "realm-admin",
        ),
        ("keycloak_default_roles", {"default_roles": ["realm-management/manage-users"]}, "manage-users"),
        ("keycloak_default_roles", {"default_roles": ["realm-management/view-clients"]}, "view-clients"),
        ("keycloak_role", {"name": "harmless", "composite_roles": ["${data.keycloak_role.View.id}"]}, "view-clients"),
        *(
            (
                "keycloak_openid_client_service_account_role",
                {"client_id": "${data.keycloak_openid_client.Admin.id}", "role": role},
                role,
            )
            for role in (
                "view-clients",
                "view-users",
                "view-realm",
                "view-identity-providers",
                "view-events",
                "view-authorization",
                "query-users",
                "manage-organizations",
                "a-later-one",
            )
        ),
        (
            "keycloak_openid_client_service_account_role",
            {"client_id": "${var.client_uuid}", "role": "view-clients"},
            "view-clients",
        ),
        (
            "keycloak_openid_client_service_account_role",
            {"client_id": "${data.keycloak_openid_client.Admin.id}", "role": "${var.role}"},
            "${…}",
        ),
    ],
)
def test_admin_role_administration_is_refused(resource_type: str, arguments: dict[str, Any], role: str) -> None:
    """A role that changes a realm is named, whoever gets it and by whatever resource."""
    faults = faults_of(AdminRole(), {f"{resource_type}.Grant": {"realm_id": "ml", **arguments}}, data=ADMIN_DATA)

    assert [fault.partition(": ")[2] for fault in faults] == [f"it grants '{role}', which administers Keycloak"]


@pytest.mark.parametrize("resource_type", ["keycloak_generic_role_mapper", "keycloak_generic_client_role_mapper"])
def test_admin_role_opened_to_tokens_is_refused(resource_type: str) -> None:
    """A client whose tokens may carry such a role hands it to whoever calls by it."""
    mapper = {"realm_id": "ml", "client_id": "${var.client}", "role_id": "${data.keycloak_role.View.id}"}

    (fault,) = faults_of(AdminRole(), {f"{resource_type}.M": mapper}, data=ADMIN_DATA)

    assert fault.endswith("it lets 'view-clients', which administers Keycloak, into tokens")


@pytest.mark.parametrize("role_id", ["8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11", "${var.role_id}", "${local.RoleId}"])
@pytest.mark.parametrize("resource_type", ["keycloak_user_roles", "keycloak_group_roles"])
def test_admin_role_by_a_literal_id_is_refused(resource_type: str, role_id: str) -> None:
    """An id that is written out names a role that nobody can tell; as a default or a local value as well."""
    faults = faults_of(
        AdminRole(),
        {f"{resource_type}.Grant": {"realm_id": "ml", "role_ids": [role_id]}},
        variable={"role_id": {"default": "8f0e9f0a"}},
        locals={"RoleId": "8f0e9f0a"},
    )

    assert [fault.partition(": ")[2] for fault in faults] == [
        "it names a role by an id written out, which may be any role's"
    ]


def test_admin_role_in_a_default_of_for_each_is_refused() -> None:
    """A variable's default that hands a role to each instance is read instance by instance."""
    grant = {
        "for_each": "${merge(var.roles, {})}",
        "realm_id": "ml",
        "client_id": "${data.keycloak_openid_client.Admin.id}",
        "role": "${each.value}",
    }
    variable = {"roles": {"default": {"a": "realm-admin"}}}

    faults = faults_of(
        AdminRole(), {"keycloak_openid_client_service_account_role.Grant": grant}, data=ADMIN_DATA, variable=variable
    )

    assert "it grants 'realm-admin', which administers Keycloak" in {fault.partition(": ")[2] for fault in faults}


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_ldap_role_mapper", {"client_id": "realm-management"}),
        (
            "keycloak_ldap_custom_mapper",
            {"provider_id": "role-ldap-mapper", "config": {"client.id": "realm-management"}},
        ),
    ],
)
def test_admin_role_by_a_directory_is_refused(resource_type: str, arguments: dict[str, Any]) -> None:
    """A mapper that gives whatever role a directory names is one that gives all."""
    (fault,) = faults_of(AdminRole(), {f"{resource_type}.Grant": {"realm_id": "ml", **arguments}})

    assert fault.endswith("it grants every role of realm-management, which administers Keycloak")


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_ldap_role_mapper", {"client_id": "model-api"}),
        ("keycloak_ldap_role_mapper", {"use_realm_roles_mapping": True}),
        (
            "keycloak_openid_client_service_account_role",
            {"client_id": "${keycloak_openid_client.Api.id}", "role": "manage-users"},
        ),
        ("keycloak_ldap_hardcoded_role_mapper", {"role": "model-api.realm-admin"}),
        ("keycloak_user_roles", {"role_ids": ["${var.role_id}"]}),
        ("keycloak_generic_role_mapper", {"role_id": "${keycloak_role.Predict.id}"}),
        ("keycloak_default_roles", {"default_roles": ["account/view-profile"]}),
    ],
)
def test_admin_role_other_roles_pass(resource_type: str, arguments: dict[str, Any]) -> None:
    """A role of the same name on another client passes, and so does what is known at apply alone."""
    resources = {**API, **ROLES, f"{resource_type}.Grant": {"realm_id": "ml", **arguments}}

    assert faults_of(AdminRole(), resources, data=ADMIN_DATA) == []
