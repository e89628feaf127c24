"""Files that their owner alone may read: logs, states and databases can hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PRIVATE_UMASK", "keep_private"]

PRIVATE_UMASK = 0o077
"""File mode creation mask of processes that write such files: 0600 for files, 0700 for folders."""

_MODE = 0o600


def keep_private(file: Path) -> None:
    """Let nobody but the owner read a file that is about to be written; it is there afterwards, if only empty."""
    file.touch(mode=_MODE)
    if file.stat().st_mode & 0o777 != _MODE:
        file.chmod(_MODE)
