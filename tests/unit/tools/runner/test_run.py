"""What a run hands to Terraform, and what it is known by afterwards."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from stacks.repository import Repository
from tools.runner import run as run_module
from tools.runner.run import Run
from tools.runner.stacks import Stack
from tools.runner.terraform import PLAN_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.unit

URL, DOOR = "https://sso.example.com", "http://127.0.0.1:40404"


def test_door_is_not_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Terraform goes through a door that has another address each time; what it deploys to is the same server."""

    @contextmanager
    def login(_: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
        yield {"KEYCLOAK_URL": DOOR}

    monkeypatch.setattr(run_module, "provider_login", login)
    run = Run("deploy", "prod", Repository(tmp_path), {"KEYCLOAK_URL": URL}, is_local=False)
    with run.begun():
        assert run.work.runs.environment["KEYCLOAK_URL"] == DOOR
        assert run.given_variables["KEYCLOAK_URL"] == URL


def test_no_plan_outlives_a_run(tmp_path: Path) -> None:
    """Whatever ends it: a plan that nobody agreed to holds secrets all the same."""
    run, kept = Run("deploy", "prod", Repository(tmp_path), {}, is_local=False), tmp_path / "prod" / PLAN_FILE
    kept.parent.mkdir()
    kept.touch()
    run.work.planned.add(Stack("prod", kept.parent))
    with pytest.raises(KeyboardInterrupt), run.begun():
        raise KeyboardInterrupt
    assert not kept.exists()
