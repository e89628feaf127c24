"""What decides about the stacks that the app writes, as bytes that are others once anything of it is."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.declaration.this_day import DayError, this_day
from tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stacks.repository import Repository
    from tools.kept_synthesis.watch import Watched

__all__ = ["given", "newest", "program", "seen", "written"]

# What differs between two commands of one shell, and the Makefile's own variables: the app reads none of them.
_PASSING = frozenset(
    {
        *("_", "SHLVL", "OLDPWD", "PWD", "COLUMNS", "LINES"),
        *("MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MAKE_TERMERR", "MAKE_TERMOUT", "MFLAGS"),
        *("APPROVE", "CHANGED", "CONFIRM", "ENV", "STACK", "TAKE_OVER", "TEAM"),
    }
)
_CODE = ("constructs_lib", "stacks", "tools/kept_synthesis")
_FILES = ("main.py", "cdktf.json", "package-lock.json", "Pipfile.lock", ".cache/provider.json")
_COMPILED = "__pycache__"
# A native program answers by itself; a script that stands for one reads what nobody sees.
_NATIVE = (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def given(repository: Repository, environment: Mapping[str, str]) -> Iterator[bytes]:
    """Yield what is known before the app runs: files, code, variables, interpreter and day.

    Args:
        repository: Whose environments it reads.
        environment: Of its process.
    """
    try:
        yield this_day(environment).isoformat().encode()
    except DayError as fault:
        yield str(fault).encode()
    yield f"{sys.version} {sys.executable} {sys.flags} {sys.platform}".encode()
    for name in sorted(environment.keys() - _PASSING):
        yield f"{name}={environment[name]}".encode(errors="surrogateescape")
    yield from _tree(repository.environments)
    for folder in _CODE:
        yield from _tree(ROOT / folder)
    for name in _FILES:
        yield from _content(ROOT / name)
    # Another module there would be imported in place of one elsewhere.
    yield "\n".join(sorted(entry.name for entry in ROOT.iterdir() if _is_importable(entry))).encode()


def seen(watched: Watched, repository: Repository, environment: Mapping[str, str]) -> Iterator[bytes]:
    """Yield what else the app has read and started, as it is now.

    Args:
        watched: What it did.
        repository: As for `given`.
        environment: As for `given`.
    """
    installed = tuple(f"{prefix}{os.sep}" for prefix in {sys.prefix, sys.base_prefix})
    for path in sorted({*watched.read, *watched.modules}):
        # Of packages, their status: to read them all again would take too long.
        yield from _status(path) if path.startswith(installed) else _content(path)
    for path in sorted({*watched.listed, *watched.folders} - {"", str(ROOT), str(repository.root)}):
        yield from _status(path)
    for name in sorted(watched.programs):
        yield from _status(str(program(name, environment)))


def written(repository: Repository) -> Iterator[bytes]:
    """Yield what the app writes, as it is now.

    Args:
        repository: Whose `cdktf.out/` it is.
    """
    yield from _content(repository.outdir / "manifest.json")
    stacks = repository.outdir / "stacks"
    for folder in sorted(stacks.iterdir()) if stacks.is_dir() else ():
        yield from _content(folder / "cdk.tf.json")
    yield from _tree(repository.outdir / "gateways")


def program(name: str, environment: Mapping[str, str]) -> Path | None:
    """Return the native program that a name stands for; None where there is none, or a script.

    Args:
        name: A name or a path.
        environment: Of the process that starts it.
    """
    found = shutil.which(name, path=environment.get("PATH"))
    if not found:
        return None
    path = Path(found).resolve()
    with path.open("rb") as file:
        return path if file.read(4) in _NATIVE else None


def _tree(folder: Path) -> Iterator[bytes]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != _COMPILED)
        for name in sorted([*files, *folders]):
            yield os.fsencode(name)
        for name in sorted(files):
            yield from _content(Path(where, name))


def _content(path: str | Path) -> Iterator[bytes]:
    yield os.fsencode(path)
    if not os.path.isfile(path):  # noqa: PTH113 - as below; a pipe would be waited for
        yield b"no file"
        return
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - of hundreds of files
            yield hashlib.file_digest(file, "sha256").digest()
    except OSError as fault:
        yield str(fault.errno).encode()


def _status(path: str) -> Iterator[bytes]:
    yield os.fsencode(path)
    try:
        found = os.stat(path)  # noqa: PTH116 - of a thousand files
    except OSError as fault:
        yield str(fault.errno).encode()
    else:
        # Whoever changes a file cannot choose the time of `ctime`.
        yield f"{found.st_ino} {found.st_mode} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}".encode()


def _is_importable(entry: Path) -> bool:
    return entry.suffix in {".py", ".so", ".pyc"} or (not entry.name.startswith((".", "_")) and entry.is_dir())


def newest(paths: Iterable[str]) -> float:
    """Return when the last of some files was changed, in seconds since the epoch; 0 where there is none."""
    last = 0.0
    for path in paths:
        with suppress(OSError):
            last = max(last, Path(path).stat().st_ctime)
    return last
