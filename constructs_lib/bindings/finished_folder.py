"""A folder that a step filled: whether it is finished, and whether every file is still as that step left it.

Its `.key` holds what the step depended on, and size, time and digest of each file. A look compares size and time, which
takes 0.1 s for 30,000 files, and reads a file only where its time differs: a copied folder is as good as the original.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    _Entry = list[int | str]
    """Of a file: mode, size, time of the last change in ns, digest. Of a link: mode and where it leads."""

__all__ = ["damage_of", "is_finished", "is_whole", "mark_finished"]

_KEY_FILE = ".key"
# Written by whoever uses what is there.
_PASSED_OVER = frozenset({"__pycache__", ".cache"})
_RECORDED_MODE = 0o170000 | stat.S_IRUSR | stat.S_IXUSR  # the kind of file, and whether its owner may read and run it


def is_finished(folder: Path, key: str) -> bool:
    """Whether `folder` was finished under `key`, and nothing of it was lost or changed since."""
    recorded_key, entries = _recorded(folder)
    if recorded_key != key:
        return False
    if entries is None:  # an earlier version recorded the key alone: from now on, the files as well
        mark_finished(folder, key)
        return True
    changed = dict(_changed(folder, entries))
    if None in changed.values():
        return False
    if changed:  # another time, the same content: not read again the next time
        with suppress(OSError):
            _write(folder, key, {**entries, **changed})
    return True


def is_whole(folder: Path) -> bool:
    """Whether `folder` was finished under some key, and nothing of it was lost or changed since."""
    _, entries = _recorded(folder)
    return entries is not None and damage_of(folder) is None


def damage_of(folder: Path) -> str | None:
    """Return a file of a finished folder that was lost or changed, relative to it; None if there is none."""
    _, entries = _recorded(folder)
    return next((name for name, entry in _changed(folder, entries or {}) if entry is None), None)


def mark_finished(folder: Path, key: str) -> None:
    """Say that `folder` is finished under `key`: the last act of what fills it."""
    top = os.fspath(folder)
    _write(folder, key, {name: _entry(os.path.join(top, name)) for name in _names(top) if name != _KEY_FILE})  # noqa: PTH118 - 30,000 files


def _recorded(folder: Path) -> tuple[str | None, dict[str, _Entry] | None]:
    """Return key and entries; no key where nothing was recorded or it was cut short."""
    try:
        text = (folder / _KEY_FILE).read_text(encoding="utf-8")
        if not text.startswith("{"):
            return text, None
        record = json.loads(text)
        return record["key"], record["files"]
    except (OSError, ValueError, KeyError):
        return None, None


def _write(folder: Path, key: str, entries: Mapping[str, _Entry | None]) -> None:
    part = folder / f"{_KEY_FILE}.part"
    part.write_text(json.dumps({"key": key, "files": entries}, separators=(",", ":")), encoding="utf-8")
    part.replace(folder / _KEY_FILE)


def _names(top: str) -> Iterator[str]:
    """Yield files, then links, which would be named in place of a file that they lead to."""
    links: list[str] = []
    for folder, folders, files in os.walk(top):
        paths = [os.path.join(folder, name) for name in files]  # noqa: PTH118
        linked = {path for path in [*paths, *(os.path.join(folder, name) for name in folders)] if os.path.islink(path)}  # noqa: PTH114, PTH118
        links.extend(linked)
        yield from (os.path.relpath(path, top) for path in paths if path not in linked)
        folders[:] = [name for name in folders if name not in _PASSED_OVER]
    yield from (os.path.relpath(path, top) for path in sorted(links))


def _changed(folder: Path, entries: Mapping[str, _Entry]) -> Iterator[tuple[str, _Entry | None]]:
    """Yield what is no longer as recorded: with its new entry if its content is the same, or else with None."""
    top = os.fspath(folder)
    for name, entry in entries.items():
        path = os.path.join(top, name)  # noqa: PTH118
        try:
            found = os.lstat(path)
            mode = found.st_mode & _RECORDED_MODE
            if not stat.S_ISLNK(found.st_mode) and [mode, found.st_size, found.st_mtime_ns] == entry[:3]:
                continue
            new = _entry(path)
        except OSError:
            yield name, None
            continue
        if new != entry:
            yield name, new if [*new[:2], *new[3:]] == [*entry[:2], *entry[3:]] else None


def _entry(path: str) -> _Entry:
    found = os.lstat(path)
    mode = found.st_mode & _RECORDED_MODE
    if stat.S_ISLNK(found.st_mode):
        return [mode, f"{os.readlink(path)} {os.path.exists(path)}"]  # noqa: PTH115, PTH110
    if not stat.S_ISREG(found.st_mode):
        return [mode]
    with open(path, "rb") as file:  # noqa: PTH123
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    return [mode, found.st_size, found.st_mtime_ns, digest]
