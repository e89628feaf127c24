"""The pinned npm packages of a CDK: its command line, a Node that it supports, and what builds the bindings."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.finished_folder import is_finished, mark_finished
from constructs_lib.bindings.quiet_run import run_quietly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.bindings.cdk import Cdk

__all__ = ["install_node_packages", "node_bin", "node_key", "node_packages_are_installed", "pinned_versions"]

_FOLDERS = Path(__file__).with_name("npm")
_FILES = ("package.json", "package-lock.json")


def pinned_versions(cdk: Cdk, folders: Path = _FOLDERS) -> dict[str, str]:
    """Return the exact version of each npm package, by name."""
    pins: dict[str, str] = json.loads((folders / cdk.name / "package.json").read_bytes())["devDependencies"]
    return pins


def node_bin(folder: Path) -> Path:
    """Return where the commands are once the packages are installed into `folder`."""
    return folder / "node_modules" / ".bin"


def node_key(cdk: Cdk) -> str:
    """Return what an installation depends on."""
    digest = hashlib.sha256()
    for name in _FILES:
        digest.update((_FOLDERS / cdk.name / name).read_bytes())
    return digest.hexdigest()


def node_packages_are_installed(cdk: Cdk, folder: Path) -> bool:
    """Whether `install_node_packages` has nothing to do."""
    return is_finished(folder / "node_modules", node_key(cdk))


def install_node_packages(cdk: Cdk, folder: Path, env: Mapping[str, str], log: Path) -> None:
    """Install the packages unless they are there.

    Args:
        cdk: Whose.
        folder: Gets `package.json`, `package-lock.json` and `node_modules/`.
        env: The whole environment of npm.
        log: Gets what npm prints.

    Raises:
        StepError: npm is missing or fails.
    """
    if node_packages_are_installed(cdk, folder):
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        source = _FOLDERS / cdk.name / name
        if not (folder / name).exists() or not source.samefile(folder / name):  # the checkout's own are one file
            shutil.copyfile(source, folder / name)
    # A Node that is older than what a package asks for serves as long as npm itself runs on it: the pinned one follows.
    command = ["npm", "ci", "--no-audit", "--no-fund", "--no-update-notifier"]
    run_quietly(command, f"Installing the {cdk.name} CLI and Node", env, log, cwd=folder)
    mark_finished(folder / "node_modules", node_key(cdk))
