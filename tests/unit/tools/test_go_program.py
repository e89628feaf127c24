"""Programs of Go are built where Go is, and else the error says which one to install."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import go_program as tested
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_go_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the version that the module asks for."""
    (tmp_path / "go.mod").write_text("module example\n\ngo 1.22.0\n")
    (tmp_path / "go.sum").write_text("")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tested, "CACHE", tmp_path / "cache")
    with pytest.raises(ToolError, match=r"^go is missing: tool is built with it; install Go 1\.22 or newer$"):
        tested.go_program(tmp_path, "./tool", "tool")
