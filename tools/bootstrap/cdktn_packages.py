"""cdktn's Python environment: the packages of `Pipfile.lock`, with cdktn in the place of cdktf."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.cdk import CDKTF, CDKTN
from constructs_lib.bindings.generator import bindings_key
from tools.bootstrap.keyed_folder import exclusive, has_key, mark, tell_damage
from tools.bootstrap.locked_packages import locked_requirements
from tools.bootstrap.paths import LOGS, PIPENV, ROOT, places_of
from tools.bootstrap.quiet_run import run_quietly

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["cdktn_packages_are_installed", "install_cdktn_packages", "requirements"]

_PLACES = places_of(CDKTN)
_PINS = Path(__file__).with_name("cdktn-requirements.txt")
_LOCK = ROOT / "Pipfile.lock"


def cdktn_packages_are_installed(version: str) -> bool:
    """Whether `install_cdktn_packages` has nothing to do.

    Args:
        version: Of the provider.
    """
    return has_key(_PLACES.venv, _key(version))


def install_cdktn_packages(env: Mapping[str, str], version: str) -> None:
    """Install the packages unless they are there; Pipenv's own environment is left alone.

    Args:
        env: The user's environment.
        version: Of the provider, whose bindings are generated.

    Raises:
        ToolError: A step fails.
    """
    with exclusive(_PLACES.venv):
        if cdktn_packages_are_installed(version):
            return
        tell_damage(_PLACES.venv)
        shutil.rmtree(_PLACES.venv, ignore_errors=True)
        make_venv = [sys.executable, "-m", "venv", "--without-pip", str(_PLACES.venv)]
        run_quietly(make_venv, "Making room for cdktn", env, LOGS / "cdktn-venv.log")
        pip = [str(PIPENV.with_name("pip")), "--python", str(_PLACES.python), "install", "--no-deps"]
        with tempfile.TemporaryDirectory() as scratch:
            listed = Path(scratch) / "requirements.txt"
            listed.write_text(requirements(_LOCK.read_bytes(), _PINS.read_text(encoding="utf-8")), encoding="utf-8")
            locked = ["--require-hashes", "--requirement", str(listed)]
            run_quietly([*pip, *locked], "Installing the Python packages for cdktn", env, LOGS / "cdktn-packages.log")
            # setuptools writes into the tree that it packs
            tree = shutil.copytree(_PLACES.bindings / version, Path(scratch) / "bindings")
            run_quietly([*pip, str(tree)], "Installing the bindings for cdktn", env, LOGS / "cdktn-bindings.log")
        mark(_PLACES.venv, _key(version))


def requirements(lock: bytes, pins: str) -> str:
    """Return what pip installs, with hashes: `Pipfile.lock` but for cdktf and its bindings, and what `pins` puts there.

    Args:
        lock: Content of `Pipfile.lock`.
        pins: Lines of a requirements file; each package in it takes the place of the locked one.
    """
    replaced = {CDKTF.name, CDKTF.distribution, *re.findall(r"^([\w.-]+)==", pins, re.MULTILINE)}
    return pins + locked_requirements(lock, "develop", "default", without=replaced)


def _key(version: str) -> str:
    python = os.path.realpath(sys.executable)
    return "\n".join([python, bindings_key(CDKTN, version), requirements(_LOCK.read_bytes(), _PINS.read_text("utf-8"))])
