"""Keep the provider's bindings in the checkout: one folder a version, built by the library's generator."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from constructs_lib.bindings import generator
from tools.bootstrap.cdk import cdk_of
from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.paths import LOGS, places_of
from tools.bootstrap.quiet_run import steps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constructs_lib.bindings.cdk import Cdk

__all__ = ["bindings_are_built", "build_bindings"]


def bindings_are_built(cdk: Cdk, version: str, output: Path | None = None) -> bool:
    """Whether `build_bindings` has nothing to do."""
    return has_key((output or places_of(cdk).bindings) / version, generator.bindings_key(cdk, version))


def build_bindings(version: str, schema: Path | None, env: Mapping[str, str]) -> Path:
    """Build the bindings unless they are there; a published version's schema never changes.

    Args:
        version: Exact version of the provider; the package gets the same.
        schema: Output of `terraform providers schema -json` for that version; None asks Terraform for it.
        env: From `tool_environment`; it says for which CDK.

    Returns:
        The folder to put on `PYTHONPATH`. Its parent is a source tree that setuptools builds.

    Raises:
        ToolError: One of the tools fails.
    """
    cdk = cdk_of(env)
    places = places_of(cdk)
    folder = places.bindings / version
    with exclusive(folder):
        if not bindings_are_built(cdk, version):
            with replacing(folder, generator.bindings_key(cdk, version)) as part, steps():
                work = part.parent / "work"
                work.mkdir()
                tree = generator.generate(cdk, version, schema, node=places.node, work=work, env=env, logs=LOGS)
                shutil.copytree(tree, part, dirs_exist_ok=True)
    return folder / "src"
