"""A program that Go builds from a pinned module, for tests."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.quiet_run import run_quietly

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["go_program"]


def go_program(module: Path, package: str, name: str) -> Path:
    """Return the binary; the first call of a checkout builds it.

    Args:
        module: Folder with the `go.mod` and `go.sum` that pin it.
        package: Its path.
        name: Name of the program, and of its folder below `.cache/`.
    """
    if shutil.which("go") is None:
        pytest.fail(f"go is missing: {name} is built for its tests; install Go 1.26 or newer")
    cache = ROOT / ".cache" / name
    sums = (module / "go.mod").read_bytes() + (module / "go.sum").read_bytes()
    key = hashlib.sha256(sums).hexdigest()
    with exclusive(cache):
        if not has_key(cache, key):
            with replacing(cache, key) as part:
                run_quietly(
                    ["go", "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", str(part), package],
                    f"Building {name} with Go",
                    {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"},
                    ROOT / ".cache" / "logs" / f"{name}.log",
                    cwd=module,
                )
    return cache / name
