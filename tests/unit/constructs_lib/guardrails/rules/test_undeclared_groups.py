"""Groups that somebody joins."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.grants.undeclared_group import UndeclaredGroup
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.overridden import faults_after, override

pytestmark = pytest.mark.unit

GROUPS: dict[str, dict[str, Any]] = {
    "keycloak_group.Leads": {"realm_id": "ml", "name": "leads"},
    "keycloak_group.Corp": {"realm_id": "ml", "name": "corp", "parent_id": "${keycloak_group.Leads.id}"},
}
DATA = {"keycloak_group": {"Admins": {"realm_id": "ml", "name": "admins"}}}
ADVANCED = {"identity_provider_mapper": "oidc-advanced-group-idp-mapper"}


@pytest.mark.parametrize(
    ("resource_type", "arguments", "argument"),
    [
        ("keycloak_user_groups", {"group_ids": ["${data.keycloak_group.Admins.id}"]}, "group_ids"),
        ("keycloak_user_groups", {"group_ids": ["${keycloak_group.Leads.id}", "8f0e9f0a"]}, "group_ids"),
        ("keycloak_user_groups", {"group_ids": "${var.groups}"}, "group_ids"),
        ("keycloak_user_groups", {"group_ids": ['${var.groups["leads"]}']}, "group_ids"),
        ("keycloak_group_memberships", {"group_id": "${data.keycloak_group.Admins.id}"}, "group_id"),
        ("keycloak_group_memberships", {"group_id": "${local.id}"}, "group_id"),
        ("keycloak_default_groups", {"group_ids": ["${data.keycloak_group.Admins.id}"]}, "group_ids"),
        ("keycloak_group", {"name": "below", "parent_id": "${data.keycloak_group.Admins.id}"}, "parent_id"),
        ("keycloak_ldap_hardcoded_group_mapper", {"group": "/admins"}, "group"),
        ("keycloak_ldap_group_mapper", {"groups_path": "/admins"}, "groups_path"),
        ("keycloak_hardcoded_group_identity_provider_mapper", {"group": "/leads/admins"}, "group"),
        ("keycloak_custom_identity_provider_mapper", {**ADVANCED, "extra_config": {"group": "/admins"}}, "group"),
        ("keycloak_custom_identity_provider_mapper", {**ADVANCED, "extra_config": {"group": "${var.g}"}}, "group"),
        ("keycloak_ldap_custom_mapper", {"config": {"groups.path": "/admins"}}, "groups.path"),
    ],
)
def test_undeclared_group_is_refused(resource_type: str, arguments: dict[str, Any], argument: str) -> None:
    """A group of which no rule can see what it grants is named, however somebody gets into it."""
    resources = {**GROUPS, f"{resource_type}.X": arguments}
    faults = faults_of(UndeclaredGroup(), resources, data=DATA, locals={"id": "8f0e9f0a"})
    assert [fault.rpartition(": ")[2] for fault in faults] == [f"{argument} names a group that is declared nowhere"]


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_user_groups", {"group_ids": ["${keycloak_group.Leads.id}"]}),
        ("keycloak_user_groups", {"group_ids": []}),
        ("keycloak_group_memberships", {"group_id": '${local.ids["leads"]}'}),
        ("keycloak_ldap_hardcoded_group_mapper", {"group": "/leads/corp"}),
        ("keycloak_ldap_group_mapper", {"groups_path": "${keycloak_group.Corp.path}"}),
        ("keycloak_ldap_custom_mapper", {"provider_id": "hardcoded-ldap-role-mapper"}),
        ("keycloak_custom_identity_provider_mapper", {"extra_config": {"group": "${keycloak_group.Corp.path}"}}),
        ("keycloak_custom_identity_provider_mapper", {"extra_config": {"role": "r"}}),
    ],
)
def test_undeclared_group_a_declared_one_passes(resource_type: str, arguments: dict[str, Any]) -> None:
    """A group of the stack passes, by reference, by its path and in a table."""
    resources = {**GROUPS, f"{resource_type}.X": {"realm_id": "ml", **arguments}}
    assert faults_of(UndeclaredGroup(), resources, locals={"ids": {"leads": "${keycloak_group.Leads.id}"}}) == []


@pytest.mark.parametrize(
    ("resource_type", "arguments", "argument"),
    [
        ("keycloak_ldap_group_mapper", {}, "groups_path"),
        ("keycloak_ldap_group_mapper", {"groups_path": ""}, "groups_path"),
        ("keycloak_ldap_group_mapper", {"groups_path": "/"}, "groups_path"),
        ("keycloak_ldap_group_mapper", {"groups_path": "${var.root}"}, "groups_path"),
        ("keycloak_ldap_custom_mapper", {"provider_id": "group-ldap-mapper"}, "groups.path"),
        (
            "keycloak_ldap_custom_mapper",
            {"provider_id": "group-ldap-mapper", "config": {"groups.path": "/"}},
            "groups.path",
        ),
        ("keycloak_ldap_custom_mapper", {"provider_id": "${var.kind}"}, "groups.path"),
    ],
)
def test_groups_by_the_names_of_a_directory_are_refused(
    resource_type: str, arguments: dict[str, Any], argument: str
) -> None:
    """Below the root, which is the default, a directory's people join declared groups by their names."""
    resources = {**GROUPS, f"{resource_type}.X": arguments}
    variables = {"root": {"default": "/"}, "kind": {"type": "string"}}
    (fault,) = faults_of(UndeclaredGroup(), resources, variable=variables)
    assert fault.rpartition(": ")[0].endswith(f"{argument} is the realm's root")


def test_undeclared_group_one_of_another_stack_passes() -> None:
    """A table that another stack of the app puts out is followed."""
    output = {"groups": {"value": {"leads": "${keycloak_group.Leads.id}"}}}
    groups = {"keycloak_group": {"Leads": {"name": "leads"}}}
    remote = '${data.terraform_remote_state.cross-stack-reference-input-base.outputs.groups["leads"]}'
    membership = {"keycloak_user_groups": {"M": {"group_ids": [remote]}}}
    configuration = Configuration({"base": {"resource": groups, "output": output}, "team": {"resource": membership}})
    assert list(UndeclaredGroup().judge(configuration)) == []


def test_declared_group_stays_where_it_is_declared() -> None:
    """Below another group, its members would have the roles of that one, too."""
    below = override("keycloak_group", "plain", parent_id="${keycloak_group.Top.id}")
    assert faults_after(UndeclaredGroup()) == []
    path = {"//": {"metadata": {"path": "stack/Security/Access/Groups/leads/okta/Subgroup"}}}
    moved = override("keycloak_group", "leads_okta_Subgroup", parent_id="${keycloak_group.Top.id}", **path)
    (_, elsewhere) = faults_after(UndeclaredGroup(), moved)
    assert elsewhere.endswith(": parent_id is not 'leads', whose people it holds")
    assert faults_after(UndeclaredGroup(), override("keycloak_group", "leads_okta_Subgroup", **path)) == []
    found = faults_after(UndeclaredGroup(), below)
    assert "realm 'ml', group 'plain': parent_id puts it below another group, and it is declared by itself" in found


def test_undeclared_group_of_another_realm_is_refused() -> None:
    """A group that stacks make elsewhere says nothing of one of that name here."""
    mapper = {"realm_id": "other", "group": "/leads"}
    (fault,) = faults_of(UndeclaredGroup(), {**GROUPS, "keycloak_ldap_hardcoded_group_mapper.X": mapper})
    assert fault.endswith("group names a group that is declared nowhere")
