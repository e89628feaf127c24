"""Roles, and clients that have roles, as the tests of rules about grants know them."""

from __future__ import annotations

from typing import Any

__all__ = ["ADMIN_DATA", "API", "ROLES"]

ADMIN_DATA: dict[str, Any] = {
    "keycloak_openid_client": {"Admin": {"realm_id": "ml", "client_id": "realm-management"}},
    "keycloak_role": {
        "ManageUsers": {
            "realm_id": "ml",
            "client_id": "${data.keycloak_openid_client.Admin.id}",
            "name": "manage-users",
        },
        "View": {
            "realm_id": "ml",
            "client_id": "${data.keycloak_openid_client.Admin.id}",
            "name": "view-clients",
        },
        "Admin": {"realm_id": "master", "name": "admin"},
    },
}
"""Data sources of roles that administer Keycloak."""

API: dict[str, dict[str, Any]] = {"keycloak_openid_client.Api": {"realm_id": "ml", "client_id": "model-api"}}

ROLES: dict[str, dict[str, Any]] = {
    "keycloak_role.Manage": {"realm_id": "ml", "name": "every-model:manage"},
    "keycloak_role.Predict": {"realm_id": "ml", "name": "every-model:predict"},
    "keycloak_role.Fraud": {"realm_id": "ml", "name": "fraud:manage"},
}
