"""A program that Go builds from a pinned module."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from typing import TYPE_CHECKING

from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.paths import CACHE, LOGS
from tools.bootstrap.quiet_run import run_quietly
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["go_program"]


def go_program(module: Path, package: str, name: str) -> Path:
    """Return the binary; the first call of a checkout builds it.

    Args:
        module: Folder with the `go.mod` and `go.sum` that pin it.
        package: Its path; one of the module's own begins with `./`.
        name: Name of the program, and of its folder below `.cache/`.

    Raises:
        ToolError: Go is missing, or fails.
    """
    pins = (module / "go.mod").read_bytes()
    own = sorted((module / package).glob("*.go")) if package.startswith("./") else []
    key = hashlib.sha256(b"".join([pins, *(file.read_bytes() for file in (module / "go.sum", *own))])).hexdigest()
    cache = CACHE / name
    with exclusive(cache):
        if not has_key(cache, key):
            _require_go(name, pins.decode())
            with replacing(cache, key) as part:
                run_quietly(
                    ["go", "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", str(part), package],
                    f"Building {name} with Go",
                    {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"},
                    LOGS / f"{name}.log",
                    cwd=module,
                )
    return cache / name


def _require_go(name: str, pins: str) -> None:
    if shutil.which("go") is None:
        wanted = re.search(r"^go (\d+\.\d+)", pins, re.MULTILINE)
        version = f" {wanted[1]} or newer" if wanted else ""
        raise ToolError(f"go is missing: {name} is built with it; install Go{version}")
