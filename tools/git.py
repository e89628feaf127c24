"""What git says of a folder."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["git_output", "git_text"]

_TIMEOUT_S = 60


def git_output(folder: Path, *arguments: str) -> bytes | None:
    """Return what a command of git's prints, or None where it fails.

    Args:
        folder: Where it runs.
        arguments: Those of the command.

    Raises:
        OSError: There is no git, or no such folder.
        subprocess.TimeoutExpired: It takes a minute.
    """
    result = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False, timeout=_TIMEOUT_S)
    return result.stdout if result.returncode == 0 else None


def git_text(folder: Path, *arguments: str) -> str:
    """Return the text that a command of git's prints; nothing where it fails, or there is no git."""
    try:
        return (git_output(folder, *arguments) or b"").decode().strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
