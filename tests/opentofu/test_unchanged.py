"""A deployment by OpenTofu: its states are served to it, and what is unchanged needs no plan."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.opentofu.opentofu_build import opentofu
from tests.opentofu.test_state_encryption import shown
from tests.support.audit.by_hand import ByHand
from tests.support.project.declared import Declared, team
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.opentofu

NAME = "tofu"
STACKS = [NAME, f"{NAME}-models", f"{NAME}-team-risk"]


@pytest.fixture
def declared(keycloak: KeycloakServer, tmp_path: Path) -> Iterator[Declared]:
    """An environment with a team."""
    declared = Declared.in_folder(NAME, tmp_path, keycloak)
    declared.variables["TERRAFORM_BINARY_NAME"] = opentofu()
    declared.write(risk=team("batch", people=True))
    yield declared
    declared.remove_realm()


def test_deployments_of_an_environment(declared: Declared) -> None:
    """Nothing is planned where nothing changed, and one stack where somebody changed it by hand.

    Where the page's texts encrypt the states, `make deploy` leaves none that is plain, nor a backup, and always plans.
    """
    declared.deploy()
    assert sorted(folder.name for folder in (declared.root / "cdktf.out" / "served").iterdir()) == STACKS
    declared.deploy()
    unchanged = declared.deploy().stdout
    assert ("3 stacks are unchanged" in unchanged, declared.planned()) == (True, []), unchanged

    hand = ByHand(declared.keycloak.admin, NAME)
    path = f"users/{hand.user('ada')}"
    hand.put(path, {**hand.get(path), "lastName": "By Hand"})
    declared.deploy()
    assert (declared.planned(), hand.get(path)["lastName"]) == ([STACKS[-1]], "L")
    declared.deploy()
    assert declared.planned() == []

    passphrase = random_secret()
    declared.variables.update(shown(1, passphrase))
    assert _plain(declared.root)
    declared.deploy()
    assert (declared.planned(), _plain(declared.root)) == (STACKS, [])
    declared.variables.update(shown(0, passphrase))
    assert "unchanged" not in declared.deploy().stdout
    declared.assert_settled()

    destroyed = declared.run("destroy", NAME)
    assert destroyed.returncode == 0, destroyed.stdout + destroyed.stderr
    assert not declared.keycloak.admin.realm_exists(NAME)
    assert _plain(declared.root) == []


def _plain(root: Path) -> list[str]:
    """Return the names of the states and backups that anybody can read."""
    files = sorted(root.glob("terraform.*.tfstate*"))
    return [file.name for file in files if "resources" in json.loads(file.read_bytes())]
