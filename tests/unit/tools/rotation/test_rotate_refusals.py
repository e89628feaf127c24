"""What cannot be rotated is refused in one line, and the files stay as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.rotation_project import (
    GRANTS,
    ISSUER,
    NEW_SECRET,
    TEAM_WITH_ALL,
    RotationProject,
    fault,
)
from tests.support.declarations.team_folder import ENVIRONMENT, ENVIRONMENT_FILE, TEAM_FILE

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bacth", "environment 'demo' has no consumer 'bacth': did you mean 'batch'?"),
        ("", "name the consumer, such as CONSUMER=batch; there are: batch, certified, edge, job, published, …"),
        (
            "edge",
            (
                "consumer 'edge' proves itself by a TLS certificate: let its authority issue a new one for 'CN=edge', "
                "which Keycloak takes at once"
            ),
        ),
        (
            "job",
            "consumer 'job' has no credential: the keys of workload issuer 'ci' are rotated by who runs it",
        ),
        (
            "certified",
            (
                "consumer 'certified' has a certificate, and Keycloak knows one at a time: declare its public key "
                "as jwks, deploy, then rotate"
            ),
        ),
        (
            "published",
            (
                "consumer 'published' publishes its keys at https://p.example.com/jwks: it adds the new key there, "
                "signs with it, then drops the old one; after that, finish here (FINISH=1), so that Keycloak forgets "
                "the old one"
            ),
        ),
    ],
)
def test_nothing_to_rotate_is_said_in_one_line(project: RotationProject, name: str, message: str) -> None:
    """Who is unknown gets the nearest name; who holds no credential here learns who rotates it; nothing is touched."""
    assert fault(name) == message
    assert (project.team, project.deployed) == (TEAM_WITH_ALL, [])


@pytest.mark.parametrize("old", [None, "canary-new"])
def test_new_client_needs_a_new_secret(
    project: RotationProject, monkeypatch: pytest.MonkeyPatch, old: str | None
) -> None:
    """A secret that is missing, or the old one again, is asked for before the file changes."""
    if old:
        monkeypatch.setenv("TF_VAR_batch_client_secret", old)
    else:
        monkeypatch.delenv(NEW_SECRET)
    said = fault("batch")
    assert said == f"set {NEW_SECRET} to a new secret, then run this again: the new client gets it"
    assert project.team == TEAM_WITH_ALL


def test_public_key_of_a_consumer_with_a_secret_is_refused(project: RotationProject, tmp_path: Path) -> None:
    """A key would be ignored."""
    assert fault("batch", tmp_path / "key") == "consumer 'batch' has a secret, no key: leave the public key out"
    assert project.deployed == []


def test_shared_file_is_not_changed_for_one_environment(project: RotationProject) -> None:
    """What several environments extend belongs to none of them."""
    folder = project.root / "environments"
    (folder / "_base.yaml").write_text(f"consumers:\n  shared:\n    {GRANTS}\n", encoding="utf-8")
    (project.root / ENVIRONMENT_FILE).write_text(f"extends: _base\n{ENVIRONMENT}{ISSUER}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TF_VAR_shared_green_client_secret", "canary")
        assert fault("shared") == (
            "consumer 'shared' is declared in _base.yaml, which several environments share: move it to demo.yaml first"
        )


def test_name_that_is_taken_leaves_the_file_as_it_was(project: RotationProject) -> None:
    """A file that would not be valid any more is not kept."""
    text = TEAM_WITH_ALL.replace("  published:", f"  batch-green:\n    {GRANTS}\n  published:")
    (project.root / TEAM_FILE).write_text(text, encoding="utf-8")
    assert "client 'batch-green' is kept for consumer 'batch'" in fault("batch")
    assert (project.team, project.deployed) == (text, [])
