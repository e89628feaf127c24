"""What a step of the library raises is a fault that tools show."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tools.bootstrap.quiet_run import run_quietly
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_command_is_not_there(tmp_path: Path) -> None:
    """A command that is not on PATH leads to `make doctor`."""
    with pytest.raises(ToolError) as raised:
        run_quietly(["go"], "Building", {"PATH": str(tmp_path)}, tmp_path / "log")
    assert str(raised.value) == "Building: go is not on PATH: run make doctor"


def test_command_fails(tmp_path: Path) -> None:
    """A command that fails is trouble of the machine, in one line."""
    with pytest.raises(ToolError) as raised:
        run_quietly(["sh", "-c", "echo broken; exit 3"], "Building", os.environ, tmp_path / "log")
    assert str(raised.value) == f"Building failed (exit code 3): broken; the whole output is in {tmp_path}/log"
    assert raised.value.exit_code == 1
