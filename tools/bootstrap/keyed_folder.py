"""A folder that a build fills as a whole: there with its key, or not at all; a damaged one counts as not there."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.finished_folder import damage_of, is_finished, mark_finished
from tools.bootstrap.file_lock import locked
from tools.bootstrap.paths import CACHE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["exclusive", "has_key", "mark", "replacing", "tell_damage"]


def has_key(folder: Path, key: str) -> bool:
    """Whether `folder` was finished under `key`, and is still as it was then."""
    return is_finished(folder, key)


def mark(folder: Path, key: str) -> None:
    """Say that `folder` is finished under `key`: the last act of what fills it."""
    mark_finished(folder, key)


def tell_damage(folder: Path) -> None:
    """Say on standard error, before it is filled anew, what of a finished folder was lost or changed."""
    damaged = damage_of(folder)
    if damaged:
        shown = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
        print(f"{shown} is damaged ({damaged}): it is made anew", file=sys.stderr)  # noqa: T201


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
    tell_damage(folder)
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
