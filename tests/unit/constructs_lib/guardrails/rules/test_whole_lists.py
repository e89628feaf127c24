"""Lists that one resource owns."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.grants.default_group import DefaultGroup
from constructs_lib.guardrails.rules.grants.exhaustive import Exhaustive
from constructs_lib.guardrails.rules.grants.whole_list import WholeList
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


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


@pytest.mark.parametrize("groups", [["${keycloak_group.Leads.id}"], "${var.groups}"])
def test_default_group_for_everybody_is_refused(groups: object) -> None:
    """A group that every new account joins grants to whoever comes."""
    owner = {"realm_id": "ml", "group_ids": groups}
    assert faults_of(DefaultGroup(), {"keycloak_default_groups.Groups": owner}) == [
        "realm 'ml', keycloak_default_groups: every new account joins its groups"
    ]


def test_default_group_none_passes() -> None:
    """An empty list takes groups of everybody away."""
    assert faults_of(DefaultGroup(), {"keycloak_default_groups.Groups": {"realm_id": "ml", "group_ids": []}}) == []
