"""Programs of Debian packages, for tests: the machine's own, or unpacked into the project's cache."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tools.bootstrap.keyed_folder import exclusive

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DebianPackages"]

_SYSTEM_PATHS = ("/usr/local/sbin", "/usr/sbin", "/sbin")


@dataclass(frozen=True)
class DebianPackages:
    """Packages with their programs and libraries.

    Attributes:
        root: Folder that stands for `/`: that of the machine, or one of the cache.
    """

    root: Path

    @classmethod
    def ensure(cls, program: str, packages: Sequence[str]) -> DebianPackages:
        """Find a program, or get its packages: nothing is installed, no service is started.

        Args:
            program: The program that tells whether the machine has the packages.
            packages: Names of the packages.
        """
        if shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", ""), *_SYSTEM_PATHS])):
            return cls(Path("/"))
        folder = ROOT / ".cache" / "debian" / "-".join(packages)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(folder):
            if not folder.is_dir():
                _unpack(packages, folder)
        return cls(folder)

    def program(self, name: str) -> Path:
        """Return the path of a program."""
        paths = [self.root / part / name for part in ("usr/sbin", "usr/bin", "sbin", "bin")]
        found = [path for path in paths if path.is_file()]
        if found:
            return found[0]
        elsewhere = shutil.which(name)
        if elsewhere is None:
            pytest.fail(f"{name} is missing in {self.root}")
        return Path(elsewhere)

    @property
    def environment(self) -> dict[str, str]:
        """Variables by which its programs find their libraries."""
        if self.root == Path("/"):
            return dict(os.environ)
        folders = sorted({str(path.parent) for path in self.root.rglob("*.so*")})
        return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(folders)}


def _unpack(packages: Sequence[str], folder: Path) -> None:
    remedy = f"install it: apt-get install {' '.join(packages)}, or your system's package of the same program"
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        pytest.fail(f"{packages[0]} is missing: {remedy}")
    scratch = folder.with_suffix(".new")
    shutil.rmtree(scratch, ignore_errors=True)
    archives, root = scratch / "archives", scratch / "root"
    for needed in (archives / "partial", scratch / "lists" / "partial", root):
        needed.mkdir(parents=True)
    # Into folders of one's own, apt-get downloads without being root and leaves the machine as it is.
    quiet = ("-y", "-q", "-o", "Debug::NoLocking=1", "-o", f"Dir::Cache::Archives={archives}")
    own_lists = (*quiet, "-o", f"Dir::State::Lists={scratch / 'lists'}")
    download = ("--no-install-recommends", "--download-only", "install", *packages)
    # The machine's lists of packages may be missing or outdated.
    for commands in ([[*quiet, *download]], [[*own_lists, "update"], [*own_lists, *download]]):
        done = [subprocess.run(["apt-get", *c], capture_output=True, text=True, check=False) for c in commands]
        if done[-1].returncode == 0:
            break
    else:
        pytest.fail(
            f"{packages[0]} is missing, and apt-get cannot get it: {remedy}\n{done[-1].stdout}{done[-1].stderr}"
        )
    for archive in sorted(archives.glob("*.deb")):
        subprocess.run(["dpkg", "-x", archive, root], check=True, capture_output=True)
    root.rename(folder)
    shutil.rmtree(scratch)
