"""KC-BROAD-GRANT."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.grants.broad_grant import BroadGrant
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

ROLES: dict[str, dict[str, Any]] = {
    "keycloak_role.Manage": {"realm_id": "ml", "name": "every-model:manage"},
    "keycloak_role.Predict": {"realm_id": "ml", "name": "every-model:predict"},
    "keycloak_role.Fraud": {"realm_id": "ml", "name": "fraud:manage"},
}
LOCALS = {"RoleIds": {"every-model:manage": "${keycloak_role.Manage.id}"}}
LABELS = {"keycloak_role": "role"}


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_group_roles", {"role_ids": ["${keycloak_role.Predict.id}", "${keycloak_role.Manage.id}"]}),
        ("keycloak_user_roles", {"role_ids": ['${local.RoleIds["every-model:manage"]}']}),
        ("keycloak_role", {"composite_roles": ["${keycloak_role.Manage.id}"]}),
        ("keycloak_openid_client_service_account_role", {"role": "every-model:manage"}),
        ("keycloak_ldap_hardcoded_role_mapper", {"role": "model-api.every-model:manage"}),
    ],
)
def test_managing_every_model_is_refused(resource_type: str, arguments: dict[str, Any]) -> None:
    """The role behind `*` with `manage` is named, whoever gets it and by whatever resource."""
    faults = faults_of(
        BroadGrant(), {**ROLES, f"{resource_type}.Grant": {"realm_id": "ml", **arguments}}, locals=LOCALS
    )

    assert faults == [
        f"realm 'ml', {LABELS.get(resource_type, resource_type)}: 'every-model:manage' manages every model"
    ]


@pytest.mark.parametrize("role", ["Predict", "Fraud"])
def test_other_grants_pass(role: str) -> None:
    """Predicting with every model passes, and so does managing one."""
    grant = {"realm_id": "ml", "role_ids": [f"${{keycloak_role.{role}.id}}", "${var.role_id}"]}

    assert faults_of(BroadGrant(), {**ROLES, "keycloak_group_roles.Grant": grant}) == []
