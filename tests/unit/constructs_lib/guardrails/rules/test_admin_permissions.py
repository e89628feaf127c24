"""Permissions that hand administration on."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.grants.admin_permission import AdminPermission
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.roles import ADMIN_DATA, API

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("resource_type", "arguments", "fault"),
    [
        *(
            (resource_type, {"realm_id": "ml"}, "it delegates administration of Keycloak")
            for resource_type in (
                "keycloak_users_permissions",
                "keycloak_group_permissions",
                "keycloak_openid_client_permissions",
                "keycloak_identity_provider_token_exchange_scope_permission",
                "keycloak_users_admin_permissions",
                "keycloak_openid_client_admin_permissions",
                "keycloak_role_admin_permissions",
                "keycloak_group_admin_permissions",
            )
        ),
        ("keycloak_realm", {"realm": "ml", "admin_permissions_enabled": True}, "admin_permissions_enabled is on"),
        (
            "keycloak_openid_client_user_policy",
            {"realm_id": "ml", "resource_server_id": "${data.keycloak_openid_client.Admin.id}"},
            "it decides about 'realm-management', which administers Keycloak",
        ),
    ],
)
def test_admin_permission_is_refused(resource_type: str, arguments: dict[str, Any], fault: str) -> None:
    """Administration that is handed on by a permission is named, of either provider's resources."""
    faults = faults_of(AdminPermission(), {f"{resource_type}.P": arguments}, data=ADMIN_DATA)

    assert [each.partition(": ")[2] for each in faults] == [fault]


def test_admin_permission_of_an_own_api_passes() -> None:
    """Policies of a client of one's own are not administration, and a realm may say that it has none."""
    resources = {
        **API,
        "keycloak_realm.R": {"realm": "ml", "admin_permissions_enabled": False},
        "keycloak_openid_client_user_policy.P": {"resource_server_id": "${keycloak_openid_client.Api.id}"},
    }

    assert faults_of(AdminPermission(), resources) == []
