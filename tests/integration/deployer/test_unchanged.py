"""A deployer of one realm passes over what is unchanged, and never over what it may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.audit.by_hand import ByHand
from tests.support.deployers.confined import Confined
from tests.support.project.declared import Declared, team
from tests.support.servers.forwarder import Forwarder
from tools.deployer.roles import DEPLOYER_ROLES, Duty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

# Whole deployments; tests/unit/tools/runner/unchanged has what they rest on.
pytestmark = [pytest.mark.integration, pytest.mark.long]

NAME = "confined-unchanged"
STACKS = (NAME, f"{NAME}-models", f"{NAME}-team-risk")
UNCHANGED = f"{len(STACKS)} stacks are unchanged, here and in Keycloak, and needed no plan"


@pytest.fixture(scope="module")
def deployed(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Declared]:
    """The environment, which an administrator deployed first, and the deployer then: all commands are that one's."""
    with Forwarder(keycloak.port) as forwarder:
        made = Declared.elsewhere(NAME, tmp_path_factory.mktemp(NAME), keycloak, forwarder.url)
        made.write(url=forwarder.url, risk=team("batch", people=True))
        confined = Confined(keycloak.admin, NAME, NAME)
        try:
            made.deploy("--auto-approve")
            confined.clients.keep(Duty.DEPLOYER)
            reached = {"KEYCLOAK_URL": forwarder.url, "TF_VAR_keycloak_url": forwarder.url}
            made.variables.update({**confined.variables(Duty.DEPLOYER), **reached})
            made.deploy("--auto-approve")
            yield made
        finally:
            list(confined.clients.remove())
            made.remove_realm()


def test_unchanged(deployed: Declared) -> None:
    """Its rights are enough to see that nothing changed, by whatever door its provider goes to Keycloak each time."""
    for _ in range(2):
        said = deployed.deploy("--auto-approve").stdout
        assert (UNCHANGED in said, deployed.planned()) == (True, []), said
    deployed.deploy("--auto-approve", "--changed")
    assert deployed.planned() == []


def test_change_by_hand(deployed: Declared) -> None:
    """What somebody changed is planned and put back, by the deployer's rights too; then nothing is left to plan."""
    hand = ByHand(deployed.keycloak.admin, NAME)
    path = f"users/{hand.user('ada')}"
    hand.put(path, {**hand.get(path), "lastName": "By Hand"})
    deployed.deploy("--auto-approve")
    assert deployed.planned() == [f"{NAME}-team-risk"]
    assert hand.get(path)["lastName"] != "By Hand"
    deployed.deploy("--auto-approve")
    assert deployed.planned() == []


@pytest.mark.parametrize("role", [role for role in DEPLOYER_ROLES if role != "manage-identity-providers"])
def test_missing_role(deployed: Declared, role: str) -> None:
    """Whoever may not see part of what is deployed gets plans, and what Keycloak refuses them: never "unchanged"."""
    confined = Confined(deployed.keycloak.admin, NAME, NAME)
    with confined.without(Duty.DEPLOYER, role):
        done = deployed.run("deploy", NAME, "--auto-approve")
    assert done.returncode != 0, done.stdout
    assert "unchanged" not in done.stdout
    assert NAME in deployed.planned()
