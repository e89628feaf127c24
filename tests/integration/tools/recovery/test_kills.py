"""Whoever is killed at whatever moment of a first deployment: one more deployment ends well."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.support.project.kill import Kill
from tests.support.project.own_repository import OwnRepository
from tests.support.servers.keycloak import another_keycloak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

# The one whose Terraform and provider are left alone; tests/integration/tools/runner/test_deploy.py kills Terraform.
SHORT = (Kill("runner", 25),)
LONG = (
    Kill("terraform", 12),
    Kill("provider", 40),
    Kill("terraform", 1),
    Kill("terraform", 60),
    Kill("provider", 5),
    Kill("runner", 8),
    Kill("runner", 50),
    Kill("runner", 20, signal.SIGINT),
    Kill("cdktf", 15),
    Kill("everything", 30),
)
KEYCLOAK = (Kill("keycloak", 10), Kill("keycloak", 45))


_LINES = 60


@pytest.fixture(scope="module")
def undisturbed(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the realm of `demo` holds after a deployment that nobody disturbed, and that a person can read."""
    repository = OwnRepository.of("demo", "ml-calm", folder=tmp_path_factory.mktemp("calm"), keycloak=keycloak)
    deployed = repository.deploy()
    assert len((deployed.stdout + deployed.stderr).splitlines()) < _LINES, deployed.stdout + deployed.stderr
    inventory = repository.inventory()
    assert len(inventory) > 100
    repository.remove_realm()
    return inventory


@pytest.fixture
def own(keycloak: KeycloakServer, tmp_path: Path) -> Iterator[KeycloakServer]:
    """A Keycloak that may die."""
    (tmp_path / "server").mkdir()
    folder = tmp_path / "server"
    with another_keycloak(keycloak, folder) as server:
        yield server


def _recover(kill: Kill, keycloak: KeycloakServer, folder: Path, expected: list[str]) -> None:
    realm = f"ml-{kill.who}-{kill.seen}"
    repository = OwnRepository.of("demo", realm, folder=folder, keycloak=keycloak)
    kill.strike(repository)
    repository.deploy()
    assert repository.inventory() == expected
    repository.assert_settled()
    if kill.who != "keycloak":
        repository.remove_realm()


@pytest.mark.parametrize("kill", SHORT, ids=str)
def test_killed(kill: Kill, keycloak: KeycloakServer, tmp_path: Path, undisturbed: list[str]) -> None:
    """The realm holds the same as if nothing had happened, accounts and passwords included; nothing is left to do."""
    _recover(kill, keycloak, tmp_path, undisturbed)


@pytest.mark.long
@pytest.mark.parametrize("kill", LONG, ids=str)
def test_killed_at_other_moments(kill: Kill, keycloak: KeycloakServer, tmp_path: Path, undisturbed: list[str]) -> None:
    """The same, by other hands and at other moments."""
    _recover(kill, keycloak, tmp_path, undisturbed)


@pytest.mark.long
@pytest.mark.parametrize("kill", KEYCLOAK, ids=str)
def test_keycloak_killed(kill: Kill, own: KeycloakServer, tmp_path: Path, undisturbed: list[str]) -> None:
    """The server itself dies, with what it had not written yet: the next deployment starts it again."""
    (tmp_path / "repository").mkdir()
    _recover(kill, own, tmp_path / "repository", undisturbed)
