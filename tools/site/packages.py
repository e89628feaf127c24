"""What builds the site: MkDocs and its theme in their own Python environment, and Mermaid, which draws the pictures."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import tarfile
import tempfile
from pathlib import Path

from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.locked_packages import locked_requirements
from tools.bootstrap.paths import CACHE, LOGS, ROOT
from tools.bootstrap.python_environment import ensure_python_environment
from tools.bootstrap.quiet_run import run_quietly
from tools.errors import ToolError

__all__ = ["ensure_mermaid", "ensure_mkdocs"]

# The newest of the major version that the theme asks a public host for; the site brings its own.
_MERMAID = "mermaid@11.12.0"
_INTEGRITY = "ZudVx73BwrMJfCFmSSJT84y6u5brEoV8DOItdHomNLz32uBjNrelm7mg95X7g+C6UoQH/W6mBLGDEDv73JdxBg=="
_SCRIPT = "package/dist/mermaid.min.js"


def ensure_mkdocs() -> Path:
    """Install the group `site` of `Pipfile.lock`, unless it is there; return the program `mkdocs`.

    Raises:
        ToolError: pip fails.
    """
    pins = CACHE / "site-requirements.txt"
    pins.write_text(locked_requirements((ROOT / "Pipfile.lock").read_bytes(), "site"), encoding="utf-8")
    return ensure_python_environment(CACHE / "site", pins, "MkDocs and its theme") / "mkdocs"


def ensure_mermaid() -> Path:
    """Fetch Mermaid from npm's registry, unless it is there; return its script for browsers.

    Raises:
        ToolError: npm fails, or what it fetched is not the pinned package.
    """
    folder = CACHE / "mermaid"
    with exclusive(folder):
        if not has_key(folder, _INTEGRITY):
            with tempfile.TemporaryDirectory() as scratch, replacing(folder, _INTEGRITY) as made:
                fetch = ["npm", "pack", _MERMAID, "--pack-destination", scratch]
                run_quietly(fetch, "Fetching Mermaid", os.environ, LOGS / "mermaid.log")
                (archive,) = Path(scratch).glob("*.tgz")
                _check(archive)
                _unpack(archive, made / "mermaid.min.js")
    return folder / "mermaid.min.js"


def _check(archive: Path) -> None:
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != _INTEGRITY:
        raise ToolError(f"{_MERMAID} is not what was pinned: look at the npm registry that is set up here")


def _unpack(archive: Path, script: Path) -> None:
    with tarfile.open(archive) as package:
        source = package.extractfile(_SCRIPT)
        if source is None:
            raise ToolError(f"{_MERMAID} has no {_SCRIPT}")
        with source, script.open("wb") as target:
            shutil.copyfileobj(source, target)
