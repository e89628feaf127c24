"""A saved plan is read without running what came with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.guardrails.saved_plan import plan_document

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.unit


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """Variables that name a repository, whose Terraform prints what it is told."""
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "prod.yaml").touch()
    terraform = tmp_path / "terraform"
    terraform.write_text(
        '#!/bin/sh\nprintf \'{"folder": "%s", "file": "%s", "secrets": "%s%s"}\' '
        '"$PWD" "$3" "$KEYCLOAK_PASSWORD" "$TF_VAR_x"\n',
        encoding="utf-8",
    )
    terraform.chmod(0o755)
    monkeypatch.setattr("tools.guardrails.saved_plan.terraform_binary", lambda _: str(terraform))
    monkeypatch.setattr("tools.guardrails.saved_plan.tool_environment", dict)
    return {**os.environ, "ENVIRONMENTS": str(tmp_path), "KEYCLOAK_PASSWORD": "canary", "TF_VAR_x": "canary"}


def saved(folder: Path, content: bytes = b"PK") -> Path:
    """Save what begins like a plan of Terraform's."""
    folder.mkdir(parents=True)
    file = folder / "plan"
    file.write_bytes(content)
    return file


def test_a_folder_that_was_handed_in_starts_no_provider(tmp_path: Path, repository: Mapping[str, str]) -> None:
    """Terraform would run whatever program lies beside the plan, with the runner's secrets."""
    with pytest.raises(ToolError, match="Terraform starts the provider that is in the folder of a saved plan"):
        plan_document(saved(tmp_path / "artefact" / "prod"), repository)


def test_a_link_to_such_a_folder_does_not_help(tmp_path: Path, repository: Mapping[str, str]) -> None:
    """What counts is where the folder is."""
    saved(tmp_path / "artefact" / "prod")
    (tmp_path / "cdktf.out" / "stacks").mkdir(parents=True)
    (tmp_path / "cdktf.out" / "stacks" / "prod").symlink_to(tmp_path / "artefact" / "prod")
    with pytest.raises(ToolError, match="Terraform starts the provider that is in the folder of a saved plan"):
        plan_document(tmp_path / "cdktf.out" / "stacks" / "prod" / "plan", repository)


def test_a_plan_is_shown_in_its_stack_s_folder_without_secrets(tmp_path: Path, repository: Mapping[str, str]) -> None:
    """The provider tells its schema to whoever asks: it needs no credential for that."""
    file = saved(tmp_path / "cdktf.out" / "stacks" / "prod")
    assert plan_document(file, repository) == {"folder": str(file.parent), "file": "./plan", "secrets": ""}


def test_nesting_without_end_is_one_line(tmp_path: Path, repository: Mapping[str, str]) -> None:
    """No traceback for what somebody handed in."""
    with pytest.raises(ToolError, match="it is not a plan"):
        plan_document(saved(tmp_path / "x", b'{"a":' + b"[" * 100_000), repository)


def test_a_device_is_no_plan(repository: Mapping[str, str]) -> None:
    """It would be read without end."""
    with pytest.raises(ToolError, match="a device or a pipe"):
        plan_document(Path("/dev/zero"), repository)
