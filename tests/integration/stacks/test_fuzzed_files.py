"""The reader of environment files, on thousands of files that are nearly right."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.project.checkout import ROOT

pytestmark = pytest.mark.integration

FILES, SEED = 2_000, 1
MOST_MEMORY_MB = 100


def test_reader_answers_every_file() -> None:
    """No traceback, no hang, one line with file and line number a fault, no secret in it, and little memory."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.fuzz", str(FILES), str(SEED)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    report = json.loads(run.stdout)
    assert report["faults"] == []
    assert report["files"] == FILES
    assert FILES * 0.1 < report["valid"] < FILES * 0.6  # neither all broken at the first line, nor hardly changed
    assert report["memory"] < MOST_MEMORY_MB
