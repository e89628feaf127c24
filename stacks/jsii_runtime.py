"""Run the CDK's kernel on the Node that the project installs, whatever Node the machine has."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.cdk import CDKTN, chosen_cdk
from constructs_lib.bindings.node_packages import node_bin

if TYPE_CHECKING:
    from constructs_lib.bindings.cdk import Cdk

__all__ = ["node_folder", "use_project_node"]

_CHECKOUT = Path(__file__).resolve().parent.parent


def node_folder(cdk: Cdk) -> Path:
    """Return the folder that set-up installs a CDK's npm packages into: the checkout, or one of cdktn's own."""
    return _CHECKOUT / ".cache" / "cdktn" if cdk == CDKTN else _CHECKOUT


def use_project_node() -> None:
    """Name the project's Node to jsii; call before the CDK is imported.

    An end-of-life Node prints a banner in every process, any other warnings of the CDK's own libraries. A `JSII_NODE`
    that the user set stays.

    Raises:
        ValueError: The variable `CDK` names no CDK.
    """
    node = node_bin(node_folder(chosen_cdk(os.environ))) / "node"
    if node.exists():
        os.environ.setdefault("JSII_NODE", str(node))
    os.environ.setdefault("NODE_NO_WARNINGS", "1")
