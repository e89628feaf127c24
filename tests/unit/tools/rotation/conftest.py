"""Files whose credentials are rotated; Terraform is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.repository import REPOSITORY_VARIABLE
from tests.support.declarations.rotation_project import ISSUER, NEW_SECRET, TEAM_WITH_ALL, RotationProject
from tests.support.declarations.team_folder import ENVIRONMENT, write_folder
from tools.rotation import rotate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tools.choice import Choice
    from tools.target import Target


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RotationProject:
    """An environment with one team, and one consumer of each kind."""
    write_folder(tmp_path, environment=ENVIRONMENT + ISSUER, team=TEAM_WITH_ALL)
    found = RotationProject(tmp_path)
    monkeypatch.setenv(REPOSITORY_VARIABLE, str(tmp_path))

    def deploy_stacks(_: Target, __: Mapping[str, str], stacks: Sequence[str], choice: Choice) -> int:
        found.deployed.append([*stacks, *(["approved"] if choice.approve else [])])
        return 0

    class Admin:
        @staticmethod
        def from_environment(_: Mapping[str, str]) -> type[Admin]:
            return Admin

        @staticmethod
        def request(method: str, path: str) -> None:
            found.calls.append(f"{method} {path}")

    monkeypatch.setattr(rotate, "deploy_stacks", deploy_stacks)
    monkeypatch.setattr(rotate, "prepare", lambda _: {})
    monkeypatch.setattr(rotate, "KeycloakAdmin", Admin)
    monkeypatch.setenv(NEW_SECRET, "canary-new")
    monkeypatch.delenv("TF_VAR_batch_client_secret", raising=False)
    return found
