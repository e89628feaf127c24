"""What exists in Keycloak and in no state is taken over: nothing is refused, made twice, or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.project.own_repository import OwnRepository
from tests.support.recovery.accounts import but_accounts
from tools.recovery.natural_keys import FINDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

SECRETS = {
    "TF_VAR_corp_ldap_bind_credential": "read-only-0123456789",
    "TF_VAR_smtp_password": "mail-0123456789abcdef",
}


@pytest.fixture(scope="module")
def repository(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnRepository]:
    """`demo-federated`, deployed: a directory, identity providers, login flows, consumers, a person with a password."""
    made = OwnRepository.of(
        "demo-federated",
        "ml-adopted",
        folder=tmp_path_factory.mktemp("adoption"),
        keycloak=keycloak,
        edits={"    invite: true\n": ""},
    )
    made.variables.update(SECRETS)
    made.deploy()
    yield made
    made.remove_realm()


def test_lost_state(repository: OwnRepository) -> None:
    """With the state gone, one deployment takes over every object under its own id; the next one changes nothing.

    An account whose first password nobody has used is made anew: whoever made it may know that password.
    """
    objects, inventory = repository.objects(), repository.inventory()
    known = {kind for kind, _ in objects}
    assert len(known & FINDERS.keys()) > 15
    for state in repository.states:
        state.unlink()
    said = repository.deploy()
    assert "takes over what an earlier run made: realm 'ml-adopted'" in said.stderr
    assert "person 'ada', who has not used the first password yet: made anew" in said.stderr
    assert but_accounts(repository.objects()) == but_accounts(objects)
    assert len(repository.objects()) == len(objects)
    assert repository.inventory() == inventory
    repository.assert_settled()
    assert list(repository.root.rglob("imports.tf.json")) == []


def test_half_made_account(repository: OwnRepository) -> None:
    """An account whose first password was never set goes, and is made anew with it; others keep their id."""
    state, admin = repository.states[0], repository.keycloak.admin
    path = f"realms/{repository.realm}/users"
    (ada,) = admin.get(path, username="ada").json()
    admin.request("DELETE", f"{path}/{ada['id']}")
    admin.request("POST", path, json={"username": "ada", "email": "ada@example.com", "enabled": True})
    inventory = repository.inventory()
    said = repository.deploy()
    assert "person 'ada', who has no credential yet: made anew" in said.stderr
    assert [line for line in repository.inventory() if line not in inventory] == ["user ada ['password']"]
    repository.assert_settled()
    assert state.is_file()
