"""What somebody removed in Keycloak is there again after one deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.walk.declared_files import declared_as
from tests.support.walk.start import first_document
from tests.support.walk.walked_realm import WalkedRealm, contents_of_new_realm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stacks.environment import Environment
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

NAME = "walk-gone-by-hand"


@pytest.fixture
def realm(keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path) -> Iterator[WalkedRealm]:
    """A realm, not yet deployed."""
    realm = WalkedRealm(keycloak, private, tmp_path / "realm", contents_of_new_realm(keycloak, f"{NAME}-own"))
    yield realm
    realm.remove()


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """Where a walk begins."""
    return declared_as(first_document(teams=False), NAME, tmp_path)


def test_next_deployment_makes_it_again(realm: WalkedRealm, environment: Environment) -> None:
    """Client policies that were taken out of the realm come back, and so does a realm that was removed as a whole."""
    admin = realm.keycloak.admin
    realm.deploy(environment)
    for kind in ("policies", "profiles"):
        admin.request("PUT", f"realms/{NAME}/client-policies/{kind}", json={kind: []})

    realm.deploy(environment)

    assert list(realm.faults()) == []

    admin.delete_realm(NAME)
    realm.deploy(environment)

    faults = [text for kind, text in realm.faults() if kind != "something was replaced that should stay"]
    assert faults == []  # ids are others, of course
