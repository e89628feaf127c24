"""Git, as somebody runs it whose settings are not those of the machine."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["commit_all", "git", "put_under_git"]

_IDENTITY = ("-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")


def git(root: Path, *arguments: str) -> str:
    """Run git; return what it says."""
    return subprocess.run(["git", *_IDENTITY, *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


def commit_all(root: Path, message: str) -> None:
    """Commit everything that is there."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


def put_under_git(root: Path, message: str) -> None:
    """Make a repository of a folder, whose branch `main` has one commit of all that is there."""
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit_all(root, message)
