"""What the guardrails make of expressions is what Terraform makes of them."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.terraform_expressions import EXPRESSIONS, REFUSED
from tools.bootstrap.provider import terraform_binary
from tools.bootstrap.tool_environment import tool_environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration


def console(folder: Path, expression: str) -> subprocess.CompletedProcess[str]:
    """Ask Terraform for a value."""
    environment = tool_environment(os.environ)
    command = [terraform_binary(environment), "console", "-no-color"]
    return subprocess.run(
        command, cwd=folder, env=environment, input=expression, capture_output=True, text=True, check=False
    )


def test_terraform_says_the_same(tmp_path: Path) -> None:
    """Each value in the table of the unit tests is the one that Terraform computes."""
    answer = console(tmp_path, f"jsonencode([{', '.join(EXPRESSIONS)}])\n")
    assert answer.returncode == 0, answer.stderr
    values = json.loads(json.loads(answer.stdout))
    assert dict(zip(EXPRESSIONS, values, strict=True)) == EXPRESSIONS


@pytest.mark.parametrize("expression", REFUSED)
def test_terraform_refuses_the_same(expression: str, tmp_path: Path) -> None:
    """Each expression without a value has none for Terraform."""
    answer = console(tmp_path, f"{expression}\n")
    assert answer.returncode != 0 or "Error" in answer.stderr
