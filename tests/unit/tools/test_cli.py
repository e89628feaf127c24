"""What the command line loads before a command runs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tools.project import ROOT

pytestmark = pytest.mark.unit

HEAVY = ("cdktf", "cdktn", "jsii", "pydantic", "httpx", "stacks.environment_files", "tools.deployment")


def test_command_line_starts_at_once() -> None:
    """What a command does not need is not loaded for it: the app is started before anything else."""
    program = f"import sys, tools.cli; print(*[name for name in {HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
