"""Python environments of model servers and of clients, with the versions that they are checked with."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.bootstrap.paths import CACHE
from tools.bootstrap.python_environment import ensure_python_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PINS", "PROGRAMS", "ask", "environment_of", "run_program"]

_HERE = Path(__file__).parent
PINS = _HERE / "pins"
"""Requirements file of each environment, `<name>.txt`."""
PROGRAMS = _HERE / "programs"
"""What runs in them."""


def environment_of(name: str) -> Path:
    """Return the folder of programs of an environment; the first call of a checkout installs it.

    Args:
        name: Name of its requirements file.

    Raises:
        ToolError: It cannot be installed.
    """
    return ensure_python_environment(CACHE / f"served-{name}", PINS / f"{name}.txt", f"{name} for tests")


def ask(name: str, orders: Sequence[object], *, program: str = "") -> list[Any]:
    """Let a client make calls; return what it says of each.

    Args:
        name: The client's environment.
        orders: What it reads, a list in JSON, from its input: tokens are in no command line.
        program: Its file among `PROGRAMS`; left out, `<name>_client.py`.
    """
    said = run_program(name, program or f"{name}_client.py", told=json.dumps(orders))
    answers = json.loads(said.splitlines()[-1])
    assert isinstance(answers, list)
    return answers


def run_program(name: str, program: str, *arguments: str, told: str = "") -> str:
    """Run a program to its end; return what it prints.

    Args:
        name: Its environment.
        program: Its file among `PROGRAMS`.
        arguments: What it is called with.
        told: Its input.
    """
    command = [str(environment_of(name) / "python"), str(PROGRAMS / program), *arguments]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
