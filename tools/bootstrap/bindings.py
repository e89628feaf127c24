"""Keep the provider's bindings in the checkout: one folder a version, built by the library's generator."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from constructs_lib.bindings import generator
from constructs_lib.bindings.cdk import CDKTF
from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.paths import BINDINGS_ROOT, LOGS, ROOT
from tools.bootstrap.quiet_run import steps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["bindings_are_built", "build_bindings"]


def bindings_are_built(version: str, output: Path = BINDINGS_ROOT) -> bool:
    """Whether `build_bindings` has nothing to do."""
    return has_key(output / version, generator.bindings_key(CDKTF, version))


def build_bindings(version: str, schema: Path | None, env: Mapping[str, str], output: Path = BINDINGS_ROOT) -> Path:
    """Build the bindings unless they are there; a published version's schema never changes.

    Args:
        version: Exact version of the provider; the package gets the same.
        schema: Output of `terraform providers schema -json` for that version; None asks Terraform for it.
        env: From `tool_environment`.
        output: Folder that holds one folder a version. It must lie below the project, where node_modules is found.

    Returns:
        The folder to put on `PYTHONPATH`. Its parent is a source tree that setuptools builds.

    Raises:
        ToolError: One of the tools fails.
    """
    folder = output / version
    with exclusive(folder):
        if not bindings_are_built(version, output):
            with replacing(folder, generator.bindings_key(CDKTF, version)) as part, steps():
                work = part.parent / "work"
                work.mkdir()
                tree = generator.generate(CDKTF, version, schema, node=ROOT, work=work, env=env, logs=LOGS)
                shutil.copytree(tree, part, dirs_exist_ok=True)
    return folder / "src"
