"""Stacks of an app that no guardrail judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk import TerraformStack
from constructs_lib.declaration.texts.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs import IConstruct

__all__ = ["unwatched_faults"]


def unwatched_faults(app: IConstruct, watched: Sequence[TerraformStack]) -> Iterator[str]:
    """Say which stacks are not watched: what they hold would be written, and applied, unjudged.

    Args:
        app: The app, or anything else that holds stacks.
        watched: The stacks that are.
    """
    known = {stack.node.path for stack in watched}
    for each in app.node.find_all():
        if isinstance(each, TerraformStack) and each.node.path not in known:
            name = each.node.id
            yield one_line(
                f"stack '{name}': no guardrail judges it: write guardrails.watch(\"{name}\", [stack]) before the "
                "synth, or watch it together with the stacks that it refers to"
            )
