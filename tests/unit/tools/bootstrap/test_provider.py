"""Which provider is used: detected once, and again when what it depends on changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.bootstrap.paths import TERRAFORM_CONFIG
from tools.bootstrap.provider import Provider, detect_provider, record_provider, recorded_provider, terraform_binary
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

MIRRORED = Provider("4.5.0", mirrored=True)
RESOLVED = Provider("5.9.0", mirrored=False)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An environment whose Terraform settings the test owns."""
    (tmp_path / "terraformrc").write_text("")
    return {"PATH": str(tmp_path), "TF_CLI_CONFIG_FILE": str(tmp_path / "terraformrc")}


def test_no_terraform(env: dict[str, str]) -> None:
    """Without Terraform there is nothing to ask, and one line says so."""
    with pytest.raises(ToolError) as raised:
        detect_provider(env)
    assert str(raised.value) == "terraform is not on PATH: run make doctor"


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"version": "4.5.0"}'])
def test_broken_record(content: str, env: dict[str, str], tmp_path: Path) -> None:
    """A record that an interrupted run left is as good as none."""
    (tmp_path / "record").write_text(content)
    assert recorded_provider(env, tmp_path / "record") is None


@pytest.mark.parametrize("provider", [MIRRORED, RESOLVED])
def test_record_holds(provider: Provider, env: dict[str, str], tmp_path: Path) -> None:
    """What was recorded is found again in the same environment."""
    record_provider(provider, env, tmp_path / "cache" / "record")
    assert recorded_provider(env, tmp_path / "cache" / "record") == provider


def test_settings_changed(env: dict[str, str], tmp_path: Path) -> None:
    """Another content, another file or another Terraform makes the record void."""
    record = tmp_path / "record"
    record_provider(RESOLVED, env, record)
    assert recorded_provider({**env, "TF_CLI_CONFIG_FILE": str(tmp_path / "other")}, record) is None
    (tmp_path / "terraform").touch(mode=0o755)
    assert recorded_provider(env, record) is None
    (tmp_path / "terraform").unlink()
    assert recorded_provider(env, record) == RESOLVED
    (tmp_path / "terraformrc").write_text("disable_checkpoint = true\n")
    assert recorded_provider(env, record) is None


def test_inside_a_tool(env: dict[str, str], tmp_path: Path) -> None:
    """A process that already runs on the project's mirror keeps it."""
    record = tmp_path / "record"
    record_provider(MIRRORED, env, record)
    assert recorded_provider({**env, "TF_CLI_CONFIG_FILE": str(TERRAFORM_CONFIG)}, record) == MIRRORED


def test_terraform_binary() -> None:
    """`TERRAFORM_BINARY_NAME` names another binary, as for cdktf; empty is as good as not set."""
    assert terraform_binary({}) == "terraform"
    assert terraform_binary({"TERRAFORM_BINARY_NAME": ""}) == "terraform"
    assert terraform_binary({"TERRAFORM_BINARY_NAME": "/opt/tofu"}) == "/opt/tofu"
