"""KC-WHOLE-LIST."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.grants.whole_list import WholeList
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("resource_type", ["keycloak_group_memberships", "keycloak_default_roles"])
def test_a_whole_list_is_named(resource_type: str) -> None:
    """A resource that owns the list of a group's members, or of default roles, is named."""
    assert faults_of(WholeList(), {f"{resource_type}.List": {"realm_id": "ml"}}) == [
        f"realm 'ml', {resource_type}: {resource_type} takes away what it does not list"
    ]


def test_single_grants_pass() -> None:
    """Resources that can leave other entries alone pass."""
    assert faults_of(WholeList(), {"keycloak_user_groups.Groups": {"realm_id": "ml", "exhaustive": False}}) == []
