"""Where in a layer the parts of each API are, and where they were before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.declaration.props import SOLE_API
from constructs_lib.terraform.moves import move_construct, move_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import Declaration

__all__ = ["api_parents", "move_apis"]


def api_parents(layer: Construct, declaration: Declaration) -> dict[str, Construct]:
    """Return what owns the parts of each API: the layer itself, or of several a construct for each.

    Args:
        layer: The layer.
        declaration: What is declared.
    """
    if declaration.api:
        return {SOLE_API: layer}
    below = Construct(layer, "Apis")
    return {name: Construct(below, name) for name in declaration.apis}


def move_apis(layer: Construct, declaration: Declaration, parents: Mapping[str, Construct]) -> None:
    """Let the parts of renamed APIs be found where they were.

    Args:
        layer: The layer.
        declaration: What is declared.
        parents: What `api_parents` gave, with all parts.
    """
    for name, props in declaration.apis.items():
        if props.renamed_from == SOLE_API:
            move_up(parents[name], layer)
        elif props.renamed_from:
            move_construct(parents[name], props.renamed_from)
