"""One file of a package from npm's registry: a script that pages bring along, for browsers."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.paths import CACHE, LOGS
from tools.bootstrap.quiet_run import run_quietly
from tools.errors import ToolError

__all__ = ["NpmFile", "ensure_npm_file"]


@dataclass(frozen=True)
class NpmFile:
    """A file of a pinned package.

    Attributes:
        package: Name of the package.
        version: Its version.
        integrity: SHA-512 of its archive in base64, as `npm view PACKAGE dist.integrity` prints it.
        path: The file, from the package's root.
    """

    package: str
    version: str
    integrity: str
    path: str


def ensure_npm_file(file: NpmFile) -> Path:
    """Fetch a file from npm's registry, unless it is there; return where it is.

    Args:
        file: What is fetched. Nothing of the package is run.

    Raises:
        ToolError: npm fails, or what it fetched is not the pinned package.
    """
    folder = CACHE / file.package
    name = Path(file.path).name
    with exclusive(folder):
        if not has_key(folder, file.integrity):
            with tempfile.TemporaryDirectory() as scratch, replacing(folder, file.integrity) as made:
                fetch = ["npm", "pack", f"{file.package}@{file.version}", "--pack-destination", scratch]
                run_quietly(fetch, f"Fetching {file.package}", os.environ, LOGS / f"{file.package}.log")
                (archive,) = Path(scratch).glob("*.tgz")
                _check(file, archive)
                _unpack(file, archive, made / name)
    return folder / name


def _check(file: NpmFile, archive: Path) -> None:
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != file.integrity:
        raise ToolError(
            f"{file.package}@{file.version} is not what was pinned: look at the npm registry that is set up here"
        )


def _unpack(file: NpmFile, archive: Path, target: Path) -> None:
    with tarfile.open(archive) as package:
        source = package.extractfile(f"package/{file.path}")
        if source is None:
            raise ToolError(f"{file.package}@{file.version} has no {file.path}")
        with source, target.open("wb") as written:
            shutil.copyfileobj(source, written)
