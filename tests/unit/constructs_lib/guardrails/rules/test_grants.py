"""Who is granted what."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.grants.admin_permission import AdminPermission
from constructs_lib.guardrails.rules.grants.admin_role import AdminRole
from constructs_lib.guardrails.rules.grants.broad_grant import BroadGrant
from constructs_lib.guardrails.rules.grants.exhaustive import Exhaustive
from constructs_lib.guardrails.rules.grants.team_every_model import TeamEveryModel
from constructs_lib.guardrails.rules.grants.whole_list import WholeList
from constructs_lib.guardrails.terraform.configuration import Configuration
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
        "View": {
            "realm_id": "ml",
            "client_id": "${data.keycloak_openid_client.Admin.id}",
            "name": "view-clients",
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
    faults = faults_of(AdminRole(), {f"{resource_type}.Grant": {"realm_id": "ml", **arguments}}, data=DATA)

    assert [fault.partition(": ")[2] for fault in faults] == [f"it grants '{role}', which administers Keycloak"]


@pytest.mark.parametrize("resource_type", ["keycloak_generic_role_mapper", "keycloak_generic_client_role_mapper"])
def test_admin_role_opened_to_tokens_is_refused(resource_type: str) -> None:
    """A client whose tokens may carry such a role hands it to whoever calls by it."""
    mapper = {"realm_id": "ml", "client_id": "${var.client}", "role_id": "${data.keycloak_role.View.id}"}

    (fault,) = faults_of(AdminRole(), {f"{resource_type}.M": mapper}, data=DATA)

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
        AdminRole(), {"keycloak_openid_client_service_account_role.Grant": grant}, data=DATA, variable=variable
    )

    assert "it grants 'realm-admin', which administers Keycloak" in {fault.partition(": ")[2] for fault in faults}


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
    faults = faults_of(AdminPermission(), {f"{resource_type}.P": arguments}, data=DATA)

    assert [each.partition(": ")[2] for each in faults] == [fault]


def test_admin_permission_of_an_own_api_passes() -> None:
    """Policies of a client of one's own are not administration, and a realm may say that it has none."""
    resources = {
        **API,
        "keycloak_realm.R": {"realm": "ml", "admin_permissions_enabled": False},
        "keycloak_openid_client_user_policy.P": {"resource_server_id": "${keycloak_openid_client.Api.id}"},
    }

    assert faults_of(AdminPermission(), resources) == []


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

    assert faults_of(AdminRole(), resources, data=DATA) == []


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


@pytest.mark.parametrize("resource_type", ["keycloak_user_roles", "keycloak_group_roles", "keycloak_user_groups"])
def test_exhaustive_left_out_is_refused(resource_type: str) -> None:
    """A grant that takes others away by default is named."""
    assert faults_of(Exhaustive(), {f"{resource_type}.Grant": {"realm_id": "ml"}}) == [
        f"realm 'ml', {resource_type}: exhaustive is left out, which means true"
    ]


@pytest.mark.parametrize("value", [False, True, "${var.exhaustive}"])
def test_exhaustive_written_out_passes(value: bool | str) -> None:  # noqa: FBT001 - a parameter of the test
    """What is written out is meant."""
    assert faults_of(Exhaustive(), {"keycloak_user_roles.Grant": {"exhaustive": value}}) == []


@pytest.mark.parametrize("resource_type", ["keycloak_group_memberships", "keycloak_default_roles"])
def test_whole_list_a_whole_list_is_named(resource_type: str) -> None:
    """A resource that owns the list of a group's members, or of default roles, is named."""
    assert faults_of(WholeList(), {f"{resource_type}.List": {"realm_id": "ml"}}) == [
        f"realm 'ml', {resource_type}: {resource_type} takes away what it does not list"
    ]


@pytest.mark.parametrize("listed", [["offline_access", "analyst"], "${var.roles}", ["${var.role}"]])
def test_whole_list_default_roles_of_ones_own_are_named(listed: object) -> None:
    """A list of more than Keycloak's own roles, or of unknown ones, is named."""
    owner = {"realm_id": "ml", "default_roles": listed}
    assert len(faults_of(WholeList(), {"keycloak_default_roles.List": owner})) == 1


@pytest.mark.parametrize("listed", [[], ["offline_access"], ["account/manage-account", "account/view-profile"]])
def test_whole_list_fewer_of_keycloaks_own_roles_pass(listed: list[str]) -> None:
    """A list that only takes Keycloak's own roles away passes."""
    owner = {"realm_id": "ml", "default_roles": listed}
    assert faults_of(WholeList(), {"keycloak_default_roles.List": owner}) == []


def test_whole_list_single_grants_pass() -> None:
    """Resources that can leave other entries alone pass."""
    assert faults_of(WholeList(), {"keycloak_user_groups.Groups": {"realm_id": "ml", "exhaustive": False}}) == []


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
