"""What exists in Keycloak and in no state is taken over: nothing is refused, made twice, or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.recovery.accounts import but_accounts
from tests.support.recovery.federated import federated
from tools.recovery.natural_keys import FINDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.project.own_repository import OwnRepository
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]


@pytest.fixture(scope="module")
def repository(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnRepository]:
    """`demo-federated`, deployed."""
    with federated("ml-adopted", folder=tmp_path_factory.mktemp("adoption"), keycloak=keycloak) as made:
        yield made


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


@pytest.mark.long  # the test above makes an account anew, too
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
