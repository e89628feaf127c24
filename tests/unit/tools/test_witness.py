"""What runs in Terraform's place under `cdktf`, and knows whether Terraform came to its end."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.witness import witnessing

pytestmark = pytest.mark.unit

_PROGRAM = Path(__file__).parents[3] / "tools" / "terraform-witness"
_RUN = f"import runpy, signal; {{}}runpy.run_path({str(_PROGRAM)!r}, run_name='__main__')"
_PATIENCE_S = 20.0

WITH_SENDER = _RUN.format("")
WITHOUT_SENDER = _RUN.format("del signal.sigwaitinfo; ")
"""As on macOS."""

# Says how often it was interrupted once it is told to end.
_TERRAFORM = """#!/usr/bin/env python3
import signal, sys, time
seen = []
signal.signal(signal.SIGINT, lambda *_: seen.append(1))
signal.signal(signal.SIGTERM, lambda *_: (print("interrupted", len(seen), flush=True), sys.exit(3)))
print("ready", flush=True)
while True:
    time.sleep(0.01)
"""

every_system = pytest.mark.parametrize("code", [WITH_SENDER, WITHOUT_SENDER], ids=["linux", "macos"])


def _variables(folder: Path, program: str) -> dict[str, str]:
    file = folder / "terraform"
    file.write_text(program)
    file.chmod(0o700)
    return {**os.environ, "TERRAFORM_BINARY_NAME": str(file)}


@every_system
@pytest.mark.parametrize(
    ("program", "code_expected", "killed"),
    [("exit 2", 2, False), ("exit 0", 0, False), ("kill -KILL $$", 128 + signal.SIGKILL, True)],
)
def test_end(tmp_path: Path, code: str, program: str, code_expected: int, *, killed: bool) -> None:
    """Terraform's exit code is handed on; one that was killed is known by its stack, the folder it ran in."""
    with witnessing(_variables(tmp_path, f"#!/bin/sh\n{program}\n")) as witness:
        ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=witness.variables, check=False)
        assert (ended.returncode, witness.killed()) == (code_expected, [tmp_path.name] if killed else [])


@every_system
def test_signals_of_a_program(tmp_path: Path, code: str) -> None:
    """What is sent to it alone is handed on, by the same number."""
    with (
        witnessing(_variables(tmp_path, _TERRAFORM)) as witness,
        subprocess.Popen(
            [sys.executable, "-c", code], env=witness.variables, stdout=subprocess.PIPE, start_new_session=True
        ) as process,
    ):
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        assert (process.stdout.readline(), process.wait(_PATIENCE_S)) == (b"interrupted 1\n", 3)


@every_system
def test_ctrl_c_of_a_terminal(tmp_path: Path, code: str) -> None:
    """It reaches Terraform once, from the terminal: a second one would make it give up without saving its state."""
    with witnessing(_variables(tmp_path, _TERRAFORM)) as witness:
        process, terminal = pty.fork()
        if process == 0:  # pragma: no cover - becomes the program
            os.execve(sys.executable, [sys.executable, "-c", code], witness.variables)  # noqa: S606
        with os.fdopen(terminal, "r+b", buffering=0) as typed:
            _read_to(typed.fileno(), b"ready")
            typed.write(b"\x03")
            _read_to(typed.fileno(), b"^C")
            os.kill(process, signal.SIGTERM)
            _read_to(typed.fileno(), b"interrupted 1")
            assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 3


def _read_to(file: int, text: bytes) -> None:
    seen = b""
    while text not in seen:
        seen += os.read(file, 1024)
