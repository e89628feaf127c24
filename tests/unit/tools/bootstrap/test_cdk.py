"""The Python that has the CDK."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from constructs_lib.bindings.cdk import CDKS
from constructs_lib.cdk import CDK
from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

(OTHER,) = set(CDKS) - {CDK.name}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project's code with nothing installed."""
    for name in ("tools", "stacks", "constructs_lib"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def _tools(project: Path, cdk: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "CDK": cdk}
    command = [sys.executable, "-m", "tools", "deploy", "dev"]
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)


def test_cdk_is_not_set_up(project: Path) -> None:
    """A CDK that nobody set up is one line, with the command that does."""
    finished = _tools(project, OTHER)
    assert finished.stderr == f"{OTHER} is not installed: run CDK={OTHER} make setup\n"
    assert finished.returncode == 1


def test_no_such_cdk(project: Path) -> None:
    """A CDK that does not exist is bad input."""
    finished = _tools(project, "awscdk")
    assert finished.stderr == "CDK must be cdktf or cdktn, got 'awscdk'\n"
    assert finished.returncode == 2


def test_its_python_takes_over(project: Path) -> None:
    """The command runs in the Python of the CDK that is asked for, with the same arguments."""
    venv = {"cdktf": ".venv", "cdktn": ".cache/cdktn/venv"}[OTHER]
    (project / venv / "bin").mkdir(parents=True)
    (project / venv / "bin" / "python").write_text('#!/bin/sh\necho "$VIRTUAL_ENV $@"\n')
    (project / venv / "bin" / "python").chmod(0o755)
    finished = _tools(project, OTHER)
    assert finished.stdout == f"{project / venv} -m tools deploy dev\n"
