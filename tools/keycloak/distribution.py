"""Keycloak's distribution: fetched once from Maven Central, shared by all servers of a project, read-only."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.progress import step
from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.quiet_run import disk_full, run_quietly
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["KEYCLOAK_VERSION", "ensure_distribution", "explained", "unpack"]

KEYCLOAK_VERSION = "26.7.3"

_ARTIFACT = f"org.keycloak:keycloak-quarkus-dist:{KEYCLOAK_VERSION}:zip"
_COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
_FOLDER = f"keycloak-{KEYCLOAK_VERSION}"
_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def ensure_distribution(cache: Path) -> Path:
    """Return the unpacked distribution under `cache`, fetching it if it is not there.

    An interrupted or truncated earlier attempt leaves only a temporary folder, which the next call removes.

    Raises:
        ToolError: Maven is missing or fails, the archive is damaged twice in a row, or the disk is full (exit 1).
    """
    target = cache / _FOLDER
    if not has_key(target, _ARTIFACT):
        with explained(cache), exclusive(target):
            if not has_key(target, _ARTIFACT):
                with replacing(target, _ARTIFACT) as part:
                    _fetch(cache, part)
    return target


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn a failure to write to `folder` into one line.

    Raises:
        ToolError: In place of an OSError (exit 1).
    """
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_FULL:
            raise disk_full("Keycloak", folder) from error
        raise ToolError(f"cannot write Keycloak to {folder}: {error.strerror or error}") from error


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a zip file with its permission bits, which `zipfile` alone drops.

    Raises:
        zipfile.BadZipFile: The archive is truncated or damaged.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            for entry in opened.infolist():
                path = opened.extract(entry, folder)
                mode = (entry.external_attr >> 16) & 0o777
                if mode:
                    Path(path).chmod(mode)
    except (zlib.error, EOFError) as error:
        raise zipfile.BadZipFile(str(error)) from error


def _fetch(cache: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        scratch = Path(name)
        try:
            _download_and_unpack(cache, scratch, [])
        except zipfile.BadZipFile:
            # Maven's own repository holds a damaged copy: leave it alone, and fetch through a fresh one.
            try:
                _download_and_unpack(cache, scratch, [f"-Dmaven.repo.local={scratch / 'repository'}"])
            except zipfile.BadZipFile as error:
                raise ToolError(
                    f"the archive of Keycloak {KEYCLOAK_VERSION} is damaged: {error}; run this again"
                ) from error
        (scratch / "unpacked" / _FOLDER).replace(folder)


def _download_and_unpack(cache: Path, scratch: Path, options: list[str]) -> None:
    command = ["mvn", "-q", "-B", *options, _COPY_GOAL, f"-Dartifact={_ARTIFACT}"]
    command += [f"-DoutputDirectory={scratch}", "-Dmdep.overWriteReleases=true"]
    label = f"Download Keycloak {KEYCLOAK_VERSION} from Maven Central (177 MB)"
    # In the scratch folder no pom.xml of the user's is picked up.
    run_quietly(command, label, os.environ, cache / "logs" / "keycloak-download.log", cwd=scratch)
    with step(f"Unpack Keycloak {KEYCLOAK_VERSION}"):
        unpacked = scratch / "unpacked"
        shutil.rmtree(unpacked, ignore_errors=True)
        unpack(scratch / f"keycloak-quarkus-dist-{KEYCLOAK_VERSION}.zip", unpacked)
