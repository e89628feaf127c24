"""Python environments of model servers and of clients, with the versions that they are checked with."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.paths import CACHE, LOGS, PIPENV
from tools.bootstrap.python_environment import ensure_python_environment
from tools.bootstrap.quiet_run import run_quietly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["PINS", "PROGRAMS", "ask", "environment_of", "run_program"]

_HERE = Path(__file__).parent
PINS = _HERE / "pins"
"""Requirements file of each environment, `<name>.txt`."""
PROGRAMS = _HERE / "programs"
"""What runs in them."""
_WHEELS = CACHE / "wheels"
# Environments of which PyPI has one package as source alone, with the options of its build.
_COMPILED: Mapping[str, tuple[str, str]] = {
    "llama": (
        "llama-cpp-python",
        "-DGGML_NATIVE=OFF -DLLAVA_BUILD=OFF -DLLAMA_CURL=OFF -DLLAMA_BUILD_TOOLS=OFF",
    )
}


def environment_of(name: str) -> Path:
    """Return the folder of programs of an environment; the first call of a checkout installs it.

    Args:
        name: Name of its requirements file.

    Raises:
        ToolError: It cannot be installed.
    """
    pins = PINS / f"{name}.txt"
    return ensure_python_environment(
        CACHE / f"served-{name}", pins, f"{name} for tests", wheels=_built(name) if name in _COMPILED else None
    )


def _built(name: str) -> Path:
    """Return the folder with the wheel of an environment's compiled package; the first call compiles it."""
    package, options = _COMPILED[name]
    (pin,) = (
        line for line in (PINS / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line.startswith(package)
    )
    folder = _WHEELS / pin
    _WHEELS.mkdir(parents=True, exist_ok=True)
    with exclusive(folder):
        if not has_key(folder, options):
            with replacing(folder, options) as part:
                run_quietly(
                    [str(PIPENV.with_name("pip")), "wheel", "--no-deps", "--no-binary", package, "-w", str(part), pin],
                    f"Compiling {package} (some minutes)",
                    {**os.environ, "CMAKE_ARGS": options},
                    LOGS / f"{package}.log",
                )
    return folder


def ask(name: str, orders: Sequence[object]) -> list[Any]:
    """Let a client make calls; return what it says of each.

    Args:
        name: The client's environment; its program is `<name>_client.py` among `PROGRAMS`.
        orders: What it reads, a list in JSON, from its input: tokens are in no command line.
    """
    said = run_program(name, f"{name}_client.py", told=json.dumps(orders))
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
