"""A folder that a build fills as a whole: it is there with its key, or not at all."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.file_lock import locked
from tools.bootstrap.paths import CACHE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["exclusive", "has_key", "mark", "replacing"]

_KEY_FILE = ".key"


def has_key(folder: Path, key: str) -> bool:
    """Whether `folder` was finished under `key`."""
    try:
        return (folder / _KEY_FILE).read_text(encoding="utf-8") == key
    except OSError:
        return False


def mark(folder: Path, key: str) -> None:
    """Say that `folder` is finished under `key`: the last act of what fills it."""
    (folder / _KEY_FILE).write_text(key, encoding="utf-8")


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Keep a second process from filling `folder` at the same time; the lock ends with the process."""
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    lock_path = CACHE / "locks" / f"{folder.name}-{name}"
    lock_path.parent.mkdir(parents=True, exist_ok=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(lock_path, f"Waiting for another process that fills {folder.name}"):
        yield


@contextmanager
def replacing(folder: Path, key: str) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it takes the place of `folder`, marked with `key`.

    What an interrupted run left beside it goes first. Call under `exclusive(folder)`.
    """
    prefix = f".{folder.name}.part-"
    for leftover in folder.parent.glob(f"{prefix}*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder.parent) as scratch:
        part = Path(scratch) / "new"
        part.mkdir()
        yield part
        mark(part, key)
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        part.rename(folder)
