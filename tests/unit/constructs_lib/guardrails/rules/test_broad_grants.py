"""Grants of every model."""

from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_lib.guardrails.rules.grants.broad_grant import BroadGrant
from constructs_lib.guardrails.rules.grants.team_every_model import TeamEveryModel
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.roles import ROLES

pytestmark = pytest.mark.unit


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
def test_broad_grant_managing_every_model_is_refused(resource_type: str, arguments: dict[str, Any]) -> None:
    """The role behind `*` with `manage` is named, whoever gets it and by whatever resource."""
    faults = faults_of(
        BroadGrant(), {**ROLES, f"{resource_type}.Grant": {"realm_id": "ml", **arguments}}, locals=LOCALS
    )

    assert faults == [
        f"realm 'ml', {LABELS.get(resource_type, resource_type)}: 'every-model:manage' manages every model"
    ]


def every_model(stack: str) -> list[str]:
    """Return the faults of a consumer of some stack that holds the access role of another."""
    path = {"metadata": {"path": "demo/Realm/AccessRole/Role"}}
    first = {
        "resource": {"keycloak_role": {"Access": {"name": "model-api-access", "//": path}}},
        "output": {"id": {"value": "${keycloak_role.Access.id}"}},
    }
    remote = "data.terraform_remote_state.cross-stack-reference-input-demo.outputs"
    second = {
        "locals": {
            "Ids": f'${{{{"model-api-access" = {remote}.id}}}}',
            "Bots": {"bot": {"roles": ["model-api-access"]}},
        },
        "resource": {
            "keycloak_user_roles": {
                "Roles": {
                    "for_each": "${local.Bots}",
                    "role_ids": "${[for name in each.value.roles : local.Ids[name]]}",
                }
            }
        },
    }
    return [each.fault for each in BroadGrant().judge(Configuration({"demo": first, stack: second}))]


def test_broad_grant_by_every_model_of_a_team_is_refused() -> None:
    """`every_model: true` in a team's file opens what is not the team's; in the environment's own it is meant."""
    assert every_model("demo-team-risk") == ["'model-api-access' opens every model of every team"]
    assert every_model("demo-shared") == []


@pytest.mark.parametrize("role", ["Predict", "Fraud"])
def test_broad_grant_other_grants_pass(role: str) -> None:
    """Predicting with every model passes, and so does managing one."""
    grant = {"realm_id": "ml", "role_ids": [f"${{keycloak_role.{role}.id}}", "${var.role_id}"]}

    assert faults_of(BroadGrant(), {**ROLES, "keycloak_group_roles.Grant": grant}) == []


TEAM_ROLES: dict[str, dict[str, Any]] = {
    **ROLES,
    "keycloak_role.Access": {"realm_id": "ml", "name": "model-api-access"},
    "keycloak_role.Factor": {"realm_id": "ml", "name": "second-factor-otp"},
}


@pytest.mark.parametrize(
    ("role", "name"),
    [("Predict", "every-model:predict"), ("Manage", "every-model:manage"), ("Access", "model-api-access")],
)
def test_team_every_model_a_role_for_every_model_is_refused(role: str, name: str) -> None:
    """The roles behind `*` and the access role reach what no owner opened to the team."""
    grant = {"realm_id": "ml", "role_ids": [f"${{keycloak_role.{role}.id}}"]}

    assert faults_of(TeamEveryModel(), {**TEAM_ROLES, "keycloak_user_roles.Grant": grant}, stack="ml-team-risk") == [
        f"realm 'ml', keycloak_user_roles: a team's file grants '{name}'"
    ]


@pytest.mark.parametrize("role", ["Fraud", "Factor"])
def test_team_every_model_roles_of_single_models_pass(role: str) -> None:
    """A model by name passes, and so does a call for a second factor."""
    grant = {"realm_id": "ml", "role_ids": [f"${{keycloak_role.{role}.id}}", "${var.role_id}"]}

    assert faults_of(TeamEveryModel(), {**TEAM_ROLES, "keycloak_user_roles.Grant": grant}, stack="ml-team-risk") == []


@pytest.mark.parametrize(
    ("stack", "resources"), [("ml-shared", {}), ("ml-team-risk", {"keycloak_realm.Realm": {"realm": "ml"}})]
)
def test_team_every_model_what_the_platform_team_grants_passes(stack: str, resources: dict[str, Any]) -> None:
    """What is declared for all is the platform team's, and an environment without teams may have any name."""
    grant = {"realm_id": "ml", "role_ids": ["${keycloak_role.Access.id}"]}

    resources = {**TEAM_ROLES, **resources, "keycloak_user_roles.Grant": grant}
    assert faults_of(TeamEveryModel(), resources, stack=stack) == []


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_user_groups", {"group_ids": ["${keycloak_group.Wide.id}"]}),
        ("keycloak_user_groups", {"group_ids": ["${keycloak_group.Wide.id}${var.empty}"]}),
        ("keycloak_user_groups", {"group_ids": "${var.x ? [keycloak_group.Wide.id] : []}"}),
        ("keycloak_group_memberships", {"group_id": "${try(keycloak_group.Wide.id, var.x)}"}),
        ("keycloak_default_groups", {"group_ids": ["${keycloak_group.Wide.id}"]}),
        ("keycloak_group", {"name": "below", "parent_id": "${keycloak_group.Wide.id}"}),
    ],
)
def test_team_every_model_joining_a_wide_group_is_refused(resource_type: str, arguments: dict[str, Any]) -> None:
    """Whoever joins a group that reaches every model is named, by whatever resource and expression."""
    shared = {
        "resource": {
            "keycloak_role": {"Access": {"realm_id": "ml", "name": "model-api-access"}},
            "keycloak_group": {"Wide": {"realm_id": "ml", "name": "wide"}},
            "keycloak_group_roles": {
                "Roles": {"group_id": "${keycloak_group.Wide.id}", "role_ids": ["${keycloak_role.Access.id}"]}
            },
        },
        "output": {"id": {"value": "${keycloak_group.Wide.id}"}},
    }
    remote = "data.terraform_remote_state.cross-stack-reference-input-ml-shared.outputs.id"
    text = json.dumps(arguments).replace("keycloak_group.Wide.id", remote)
    team = {"resource": {resource_type: {"Join": json.loads(text)}}, "variable": {"x": {}, "empty": {}}}
    configuration = Configuration({"ml-shared": shared, "ml-team-risk": team})

    assert [each.fault for each in TeamEveryModel().judge(configuration)] == ["by a team's file somebody joins 'wide'"]
