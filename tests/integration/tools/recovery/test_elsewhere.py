"""Outside this machine, what an interrupted run left is taken over by an answer for that stack, and by no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.project.declared import Declared, team
from tests.support.recovery.accounts import but_accounts
from tests.support.servers.forwarder import Forwarder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

NAME = "elsewhere"
STACK = f"{NAME}-team-risk"


@pytest.fixture
def repository(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Declared]:
    """The environment, reached by an address that is not loopback's, and deployed; a team's state is then lost."""
    with Forwarder(keycloak.port) as forwarder:
        made = Declared.elsewhere(NAME, tmp_path_factory.mktemp(NAME), keycloak, forwarder.url)
        groups = {"groups": {"analysts": {"scorer": ["predict"]}}}
        made.write(url=forwarder.url, top={"external_people": True}, risk={**team("batch", people=True), **groups})
        first = made.run("deploy", NAME, "--auto-approve")
        assert first.returncode == 0, first.stdout + first.stderr
        yield made
        made.remove_realm()


@pytest.mark.long
def test_answered_for_one_stack(repository: Declared) -> None:
    """Agreement to losses, or another stack's name, is no answer; whoever joined a group since stops it altogether."""
    objects, admin = repository.objects(), repository.keycloak.admin
    (state,) = [each for each in repository.states if STACK in each.name]
    state.unlink()
    for answer in ({"CONFIRM": NAME}, {"TAKE_OVER": NAME}):
        refused = repository.run("deploy", NAME, "--auto-approve", **answer)
        assert refused.returncode == 2, refused.stdout + refused.stderr
        assert f"take them over by TAKE_OVER={STACK}" in refused.stderr
        assert "person 'ada', who has not used the first password yet: made anew" in refused.stderr

    users = f"realms/{NAME}/users"
    admin.request("POST", users, json={"username": "guest", "enabled": True})
    (guest,) = admin.get(users, username="guest", exact="true").json()
    (group,) = admin.get(f"realms/{NAME}/groups", search="analysts", exact="true").json()
    admin.request("PUT", f"{users}/{guest['id']}/groups/{group['id']}")
    used = repository.run("deploy", NAME, "--auto-approve", TAKE_OVER=STACK)
    assert (used.returncode, "not declared: member guest: nothing was changed" in used.stderr) == (2, True), used.stderr
    assert not state.exists()

    admin.request("DELETE", f"{users}/{guest['id']}")
    done = repository.run("deploy", NAME, "--auto-approve", TAKE_OVER=STACK)
    assert done.returncode == 0, done.stdout + done.stderr
    assert but_accounts(repository.objects()) == but_accounts(objects)  # ada's is another one, in the same groups
    assert len(repository.objects()) == len(objects)
    repository.assert_settled()
