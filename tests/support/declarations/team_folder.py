"""A small environment with one team, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ENVIRONMENT", "ENVIRONMENT_FILE", "TEAM", "TEAM_FILE", "fault", "write_folder"]

ENVIRONMENT = """\
keycloak:
  url: https://sso.example.com
realm:
  name: ml
  login:
    verify_email: false
api:
  client_id: scorer
models:
  fraud-detector:
    actions: [predict, explain]
  churn: {}
groups:
  everyone:
    fraud-detector: [predict]
external_people: true
"""
TEAM = """\
consumers:
  batch:
    grants:
      fraud-detector: [predict]
groups:
  analysts:
    fraud-detector: [predict, explain]
people:
  ada:
    email: ada@example.com
    first_name: Ada
    last_name: Lovelace
    groups: [analysts, everyone]
"""
ENVIRONMENT_FILE = "environments/demo.yaml"
TEAM_FILE = "environments/demo/teams/risk.yaml"


def write_folder(root: Path, *, environment: str = ENVIRONMENT, team: str = TEAM) -> Path:
    """Write an environment, `demo`, with a team, `risk`; return the folder that holds `environments`."""
    (root / "environments" / "demo" / "teams").mkdir(parents=True)
    (root / ENVIRONMENT_FILE).write_text(environment, encoding="utf-8")
    (root / TEAM_FILE).write_text(team, encoding="utf-8")
    return root


def fault(folder: Path) -> str:
    """Return what is said of the files."""
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder / "environments").load("demo")
    return str(caught.value)
