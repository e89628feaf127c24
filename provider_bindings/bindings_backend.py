"""PEP 517 backend: generate the bindings of the provider that Terraform uses here, and pack them as a wheel."""  # noqa: INP001 (loaded by its path)

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from setuptools import build_meta

__all__ = ["build_wheel"]

_PROJECT = Path(__file__).resolve().parents[1]


def build_wheel(
    wheel_directory: str,
    config_settings: dict[str, str | list[str] | None] | None = None,
    metadata_directory: str | None = None,
) -> str:
    """Build the wheel `cdktf-cdktf-provider-keycloak`, its version the provider's.

    What `make setup` generated is used again; on a clean machine it is generated first.
    """
    generate = [sys.executable, "-m", "tools.bootstrap", "bindings"]
    env = {**os.environ, "CDK": "cdktf"}  # the Pipfile's; cdktn's environment is made without this folder
    finished = subprocess.run(generate, cwd=_PROJECT, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)
    sources = Path(finished.stdout.strip()).parent
    with tempfile.TemporaryDirectory() as scratch:  # setuptools writes into the tree that it packs
        tree = Path(shutil.copytree(sources, Path(scratch) / "tree"))
        os.chdir(tree)
        try:
            return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
        finally:
            os.chdir(_PROJECT)
