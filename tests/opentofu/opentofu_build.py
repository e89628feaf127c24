"""OpenTofu: the one on PATH, or one that is built from the Go module proxy and kept in `.cache/`."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.paths import CACHE, LOGS
from tools.bootstrap.quiet_run import run_quietly

__all__ = ["opentofu"]

_FOLDER = CACHE / "opentofu"
_MODULE = Path(__file__).with_name("opentofu_module")
_PACKAGE = "github.com/opentofu/opentofu"


def opentofu() -> str:
    """Return the path of an OpenTofu; a build takes 4 to 10 minutes on 2 cores, and is kept.

    Raises:
        ToolError: Go is missing, or fails.
    """
    installed = shutil.which("tofu")
    if installed:
        return installed
    key = hashlib.sha256((_MODULE / "go.mod").read_bytes() + (_MODULE / "go.sum").read_bytes()).hexdigest()
    with exclusive(_FOLDER):
        if not has_key(_FOLDER, key):
            with replacing(_FOLDER, key) as part:
                _build(part / "tofu")
    return str(_FOLDER / "tofu")


def _build(binary: Path) -> None:
    # Without its release mark it calls itself a development version, which no `required_version` takes.
    flags = f"-ldflags=-s -w -X {_PACKAGE}/version.dev=no"
    run_quietly(
        ["go", "build", "-mod=readonly", "-trimpath", flags, "-o", str(binary), f"{_PACKAGE}/cmd/tofu"],
        "Building OpenTofu with Go",
        {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"},
        LOGS / "opentofu.log",
        cwd=_MODULE,
    )
