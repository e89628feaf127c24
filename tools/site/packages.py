"""What builds the site: MkDocs and its theme in their own Python environment, and Mermaid, which draws the pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.bootstrap.locked_packages import locked_requirements
from tools.bootstrap.npm_file import NpmFile, ensure_npm_file
from tools.bootstrap.paths import CACHE, ROOT
from tools.bootstrap.python_environment import ensure_python_environment

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ensure_mermaid", "ensure_mkdocs"]

# The newest of the major version that the theme asks a public host for; the site brings its own.
_MERMAID = NpmFile(
    "mermaid",
    "11.12.0",
    "ZudVx73BwrMJfCFmSSJT84y6u5brEoV8DOItdHomNLz32uBjNrelm7mg95X7g+C6UoQH/W6mBLGDEDv73JdxBg==",
    "dist/mermaid.min.js",
)


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
    return ensure_npm_file(_MERMAID)
