"""What is refused before Keycloak is asked for anything, and which roles a duty takes."""

from __future__ import annotations

import pytest

from tools.deployer.clients import DeployerClients
from tools.deployer.roles import DEPLOYER_ROLES, JOINING_ROLES, PLANNER_ROLES, Duty, roles_of
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin

pytestmark = pytest.mark.unit


def clients(*, realm: str = "master", joined: bool = False) -> DeployerClients:
    """Return the clients of an environment whose Keycloak does not answer."""
    return DeployerClients(KeycloakAdmin("http://127.0.0.1:9", realm=realm), "prod", "ml", joined)


def test_administrator_of_a_third_realm_is_refused() -> None:
    """Clients live in master or in the realm itself, so nobody else can make them."""
    with pytest.raises(ToolError) as caught:
        clients(realm="other").check()
    text = "KEYCLOAK_REALM is 'other': log in to the realm master, or to 'ml' itself"
    assert (str(caught.value), caught.value.exit_code) == (text, 2)


def test_realm_of_somebody_else_is_not_made() -> None:
    """A realm that is joined is its owner's to make."""
    with pytest.raises(ToolError) as caught:
        clients(joined=True).create_realm()
    assert (str(caught.value), caught.value.exit_code) == ("realm 'ml' has its owner elsewhere, who makes it", 2)


def test_roles_follow_the_duty() -> None:
    """Who plans views, who deploys manages, and in somebody else's realm a deployer holds fewer roles."""
    assert roles_of(Duty.PLANNER) == roles_of(Duty.PLANNER, joined=True) == PLANNER_ROLES
    assert (roles_of(Duty.DEPLOYER), roles_of(Duty.DEPLOYER, joined=True)) == (DEPLOYER_ROLES, JOINING_ROLES)
    assert not any(role.startswith("manage-") for role in PLANNER_ROLES)
    assert "realm-admin" not in (*PLANNER_ROLES, *DEPLOYER_ROLES, *JOINING_ROLES)
