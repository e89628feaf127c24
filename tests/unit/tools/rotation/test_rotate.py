"""Which credentials a consumer has after each step of a rotation; Terraform is left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import SecretAuth
from tests.support.declarations.rotation_project import TEAM_WITH_ALL, RotationProject, begin, fault
from tools.rotation.key_pair import make_key_pair
from tools.rotation.rotate import finish_rotation

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.unit


def test_secret_goes_from_blue_to_green_and_back(project: RotationProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin adds the other client, finish takes the first away; the next rotation comes back; the file is as before."""
    steps: list[tuple[str, ...]] = []

    def note() -> None:
        auth = project.auth("batch")
        assert isinstance(auth, SecretAuth)
        steps.append(auth.credentials)

    monkeypatch.setenv("TF_VAR_batch_client_secret", "canary-next")
    for _ in range(2):
        assert begin("batch") == 0
        note()
        assert finish_rotation("demo", "batch", approve=True) == 0
        note()
    assert steps == [("blue", "green"), ("green",), ("green", "blue"), ("blue",)]
    expected = TEAM_WITH_ALL.replace("  batch:\n", "  batch:\n    auth:\n      method: client_secret\n")
    assert project.team == expected
    assert project.deployed == [["demo-team-risk", "approved"]] * 4


@pytest.mark.parametrize("name", ["batch", "signer"])
def test_each_step_can_be_repeated(project: RotationProject, name: str) -> None:
    """After an interruption the same command ends what it began: it deploys again, and changes the file once."""
    begin(name)
    begun = project.team
    begin(name)
    assert project.team == begun
    finish_rotation("demo", name, approve=True)
    finished = project.team
    finish_rotation("demo", name, approve=True)
    assert project.team == finished
    assert len(project.deployed) == 4
    assert len(list(project.root.glob(".keys/demo/*"))) == (1 if name == "signer" else 0)


def test_key_joins_the_old_one_and_replaces_it(project: RotationProject, capsys: pytest.CaptureFixture[str]) -> None:
    """The new public key is declared beside the old one, then alone; Keycloak's cache is emptied at the end."""
    begin("signer")
    (file,) = project.root.glob(".keys/demo/signer.*.jwk.json")
    key = json.loads(file.read_text())
    assert project.keys("signer") == ["batch-1", key["kid"]]
    assert project.calls == []
    finish_rotation("demo", "signer", approve=True)
    assert project.keys("signer") == [key["kid"]]
    assert project.calls == ["POST realms/ml/clear-keys-cache"]
    assert "# signs with its own key" in project.team
    said = capsys.readouterr().out
    assert (str(file) in said, key["d"] in said) == (True, False)


def test_key_of_the_consumer_itself_is_taken(project: RotationProject, tmp_path: Path) -> None:
    """Where the consumer made the pair, no private key is written; the same key twice is refused."""
    public, _ = make_key_pair("ES256", tmp_path / "elsewhere", "signer")
    file = tmp_path / "public.json"
    file.write_text(json.dumps(public))
    begin("signer", file)
    assert project.keys("signer") == ["batch-1", public["kid"]]
    assert not (tmp_path / ".keys").exists()
    finish_rotation("demo", "signer", approve=True)
    assert fault("signer", file) == f"{file} is the key that consumer 'signer' has already"


def test_published_keys_are_forgotten_at_the_end(project: RotationProject) -> None:
    """A consumer that publishes its keys rotates by itself; Keycloak still has the dropped one in its cache."""
    assert finish_rotation("demo", "published", approve=True) == 0
    assert project.calls == ["POST realms/ml/clear-keys-cache"]
    assert project.team == TEAM_WITH_ALL
