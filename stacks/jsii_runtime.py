"""Run the CDK's kernel on the Node that the project installs, whatever Node the machine has."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["use_project_node"]


def use_project_node() -> None:
    """Name the project's Node to jsii; call before `cdktf` is imported.

    An end-of-life Node prints a banner in every process. A `JSII_NODE` that the user set stays.
    """
    node = Path(__file__).resolve().parent.parent / "node_modules" / ".bin" / "node"
    if node.exists():
        os.environ.setdefault("JSII_NODE", str(node))
