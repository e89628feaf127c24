"""A name passes from one to another who both stay, or the realm has another: in one deployment, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.walk.declared_files import declared_as
from tests.support.walk.stacks import DeploymentRefusedError
from tests.support.walk.start import first_document
from tests.support.walk.walked_realm import WalkedRealm, contents_of_new_realm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stacks.environment import Environment
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

NAME = "walk-handovers"
FIRST, SECOND, THIRD = (f"{name}@example.com" for name in ("ada", "mary", "third"))


@pytest.fixture
def declare(tmp_path: Path) -> Callable[[str, str], Environment]:
    """Return what declares two people with these e-mail addresses."""

    def declared(ada: str, mary: str) -> Environment:
        document = first_document(teams=False)
        person = {"first_name": "A", "last_name": "B", "temporary_password": False}
        document.tree["people"] = {"ada": {**person, "email": ada}, "mary": {**person, "email": mary}}
        return declared_as(document, NAME, tmp_path)

    return declared


@pytest.fixture
def realm(keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path) -> Iterator[WalkedRealm]:
    """A realm, not yet deployed."""
    own = contents_of_new_realm(keycloak, f"{NAME}-own")
    realm = WalkedRealm(keycloak, private, tmp_path / "realm", own)
    yield realm
    realm.remove()


def moved_group(folder: Path, *, moved: bool) -> Environment:
    """Declare a group in a team's file, or in the environment's, where nothing else needs a stack for all teams."""
    document = first_document(teams=True)
    del document.tree["applications"]
    if moved:
        document.tree["groups"] = document.tree["teams"]["risk"].pop("groups")
        document.tree["models"]["churn"]["description"] = "Ranks customers"
    return declared_as(document, NAME, folder)


def addresses(realm: WalkedRealm) -> dict[str, tuple[str, str]]:
    """Return the id and the e-mail address of each person in Keycloak."""
    people = realm.keycloak.admin.get(f"realms/{NAME}/users").json()
    return {one["username"]: (one["id"], one["email"]) for one in people if "email" in one}


def test_address_passes_on(realm: WalkedRealm, declare: Callable[[str, str], Environment]) -> None:
    """One deployment gives a person the address that another had; an exchange is refused, and changes nothing."""
    realm.deploy(declare(FIRST, SECOND))
    ids = {name: identity for name, (identity, _) in addresses(realm).items()}

    realm.deploy(declare(SECOND, THIRD))

    passed_on = {"ada": (ids["ada"], SECOND), "mary": (ids["mary"], THIRD)}
    assert addresses(realm) == passed_on
    assert list(realm.faults()) == []
    with pytest.raises(DeploymentRefusedError, match="pass in a circle"):
        realm.deploy(declare(THIRD, SECOND))
    assert addresses(realm) == passed_on


@pytest.mark.long  # walks move things between stacks, test_deploy.py a consumer
def test_group_moves_to_a_stack_that_is_new(realm: WalkedRealm, tmp_path: Path) -> None:
    """A group keeps its id as it moves to a stack that is made for it, though what all stacks are built on changes."""
    realm.deploy(moved_group(tmp_path, moved=False))
    groups = realm.keycloak.admin.get(f"realms/{NAME}/groups").json()

    realm.deploy(moved_group(tmp_path, moved=True))

    assert realm.keycloak.admin.get(f"realms/{NAME}/groups").json() == groups
    assert list(realm.faults()) == []


def test_realm_gets_another_name(realm: WalkedRealm, declare: Callable[[str, str], Environment]) -> None:
    """All that is declared is in the realm of the new name, what the provider would leave out of it too."""
    environment = declare(FIRST, SECOND)
    realm.deploy(environment)
    assert list(realm.faults()) == []

    renamed = environment.realm.model_copy(update={"name": f"{NAME}-2"})
    realm.deploy(environment.model_copy(update={"realm": renamed}))

    assert list(realm.faults()) == []
