"""Roles that bring others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.rules.grants.composite_role import CompositeRole
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.overridden import add, faults_after, override

if TYPE_CHECKING:
    from tests.support.declarations.our_stack import Change

pytestmark = pytest.mark.unit

ROLE = "keycloak_role"
CLIENTS = {
    "keycloak_openid_client.Scorer": {"realm_id": "ml", "client_id": "scorer"},
    "keycloak_openid_client.Account": {"realm_id": "ml", "client_id": "account"},
}


@pytest.mark.parametrize(
    "role",
    [
        {"name": "default-roles-ml"},
        {"name": "Default-Roles-ml", "client_id": ""},
        {"name": "default-roles-${var.realm}"},
        {"name": "offline_access"},
        {"name": "view-profile", "client_id": "${keycloak_openid_client.Account.id}"},
    ],
)
def test_role_of_keycloaks_own_is_refused(role: dict[str, Any]) -> None:
    """A role that everybody holds, or Keycloak itself asks for, is named, whatever it brings."""
    found = faults_of(CompositeRole(), {**CLIENTS, f"{ROLE}.R": {"realm_id": "ml", **role}})
    assert [each.rpartition(": ")[2] for each in found] == ["it is one of Keycloak's own"]


@pytest.mark.parametrize("value", [True, "true", "${var.take}"])
def test_role_that_is_taken_over_is_refused(value: object) -> None:
    """A role that exists has holders already."""
    assert faults_of(CompositeRole(), {f"{ROLE}.R": {"realm_id": "ml", "name": "analyst", "import": value}}) == [
        "realm 'ml', role 'analyst': it takes over a role that exists, and what its holders may do"
    ]


def test_role_of_ones_own_passes() -> None:
    """A new role passes, of the realm or of a client, and may bring others."""
    roles: dict[str, dict[str, Any]] = {
        f"{ROLE}.R": {"realm_id": "ml", "name": "analyst", "composite_roles": [f"${{{ROLE}.S.id}}"], "import": False},
        f"{ROLE}.S": {"realm_id": "ml", "name": "admin", "client_id": "${keycloak_openid_client.Scorer.id}"},
        f"{ROLE}.T": {"realm_id": "ml", "name": "${var.name}"},
    }
    assert faults_of(CompositeRole(), {**CLIENTS, **roles}) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (override(ROLE, "Models_Role", composite_roles=["${var.role}"]), "its holders get the role '…'"),
        (override(ROLE, "Models_Role", composite_roles="${var.roles}"), "its holders get the role '…'"),
        (override(ROLE, "AccessRole", composite_roles=["8f0e9f0a"]), "its holders get the role '…'"),
        (override(ROLE, "SecondFactor_otp", composite_roles=["${keycloak_role.Own.id}"]), "the role 'own'"),
        (override(ROLE, "EveryModel-predict", composite_roles=["${keycloak_role.Own.id}"]), "the role 'own'"),
        (override(ROLE, "BrokeredPeople", composite_roles=["${keycloak_role.Own.id}"]), "the role 'own'"),
    ],
)
def test_role_of_ours_that_brings_another_is_refused(change: Change, fault: str) -> None:
    """Whoever holds a role that is declared gets no other by it, but by the ones behind `*`."""
    found = faults_after(CompositeRole(), add(ROLE, name="own"), change)
    assert found
    assert all(fault in each for each in found)


def test_declared_roles_pass() -> None:
    """What the construct makes passes: a role behind `*` brings that action with every model."""
    assert faults_after(CompositeRole()) == []
