"""What commands are measured with."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools.benchmark.measurement import Meter

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_python_keeps_what_it_compiles(tmp_path: Path) -> None:
    """A variable that lets each process compile all modules anew is not measured with the command; others reach it."""
    meter = Meter(tmp_path / "server", tmp_path / "log")
    program = "import os, sys; print(sys.dont_write_bytecode, os.environ['TEAM'])"

    meter.measure(
        "A command",
        [sys.executable, "-c", program],
        env={"PYTHONDONTWRITEBYTECODE": "1", "TEAM": "risk"},
        folder=tmp_path,
    )

    assert (tmp_path / "log").read_text(encoding="utf-8") == "False risk\n"
