"""Where set-up reads and writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.cdk import CDKTN
from constructs_lib.bindings.node_packages import node_bin
from stacks.jsii_runtime import node_folder

if TYPE_CHECKING:
    from constructs_lib.bindings.cdk import Cdk

__all__ = ["CACHE", "LOGS", "PIPENV", "ROOT", "TERRAFORM_CONFIG", "Places", "places_of"]

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
LOGS = CACHE / "logs"
PIPENV = CACHE / "pipenv" / "bin" / "pipenv"
TERRAFORM_CONFIG = CACHE / "terraformrc"


@dataclass(frozen=True)
class Places:
    """Where one CDK's parts are installed: those of two CDKs would not bear each other.

    Attributes:
        node: Holds `node_modules/`.
        venv: The Python environment.
        bindings: Holds a folder of generated bindings for each provider version; below `node`, for jsii's sake.
    """

    node: Path
    venv: Path
    bindings: Path

    @property
    def node_bin(self) -> Path:
        """Commands of the npm packages: the CDK's, Node's, those that generate bindings."""
        return node_bin(self.node)

    @property
    def python(self) -> Path:
        """The Python that has the CDK."""
        return self.venv / "bin" / "python"


def places_of(cdk: Cdk) -> Places:
    """Return where a CDK is installed: cdktf where everybody looks, cdktn in a folder of its own."""
    node = node_folder(cdk)
    if cdk == CDKTN:
        return Places(node, venv=node / "venv", bindings=node / "bindings")
    return Places(node, venv=node / ".venv", bindings=node / "provider_bindings" / ".generated")
