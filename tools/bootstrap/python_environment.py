"""A Python environment of its own for a program whose packages must not mix with the project's."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from tools.bootstrap.keyed_folder import exclusive, has_key, mark, tell_damage
from tools.bootstrap.paths import LOGS, PIPENV
from tools.bootstrap.quiet_run import run_quietly

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ensure_python_environment"]


def ensure_python_environment(
    folder: Path, pins: Path, label: str, *, python: str = sys.executable, wheels: Path | None = None
) -> Path:
    """Make the environment, unless it is there with the same pins and Python.

    Args:
        folder: Where it stands, below `.cache/`.
        pins: Requirements file with every package that is needed, at an exact version.
        label: What the progress says of it, such as "the model server (375 MB)".
        python: The Python that it is made of.
        wheels: Folder of packages that were built here, beside those of the index.

    Returns:
        Its folder of programs.

    Raises:
        ToolError: A step fails.
    """
    key = f"{os.path.realpath(python)} {pins.read_text(encoding='utf-8')}"
    with exclusive(folder):
        if not has_key(folder, key):
            tell_damage(folder)
            shutil.rmtree(folder, ignore_errors=True)
            make = [python, "-m", "venv", "--without-pip", str(folder)]
            run_quietly(make, f"Making room for {label}", os.environ, LOGS / f"{folder.name}-venv.log")
            program = [str(PIPENV.with_name("pip")), "--python", str(folder / "bin" / "python")]
            # Complete pins need no resolver, and of many modules few are ever imported.
            install = [*program, "install", "--requirement", str(pins), "--no-deps", "--no-compile"]
            install += ["--find-links", str(wheels)] if wheels else []
            run_quietly(install, f"Installing {label}", os.environ, LOGS / f"{folder.name}.log")
            mark(folder, key)
    return folder / "bin"
