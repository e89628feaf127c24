"""An environment's plans as Markdown: for a comment, and for whoever approves the deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.access.comment_lines import difference_items
from tools.access.text_table import escape_markdown, markdown_table
from tools.access.told import summary
from tools.runner.losses import find_losses
from tools.runner.summary import Row, change_lines
from tools.runner.things import Things

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.review.difference import Difference
    from tools.runner.plan import StackPlan
    from tools.runner.stacks import Stack

__all__ = ["plan_lines"]


def plan_lines(
    stacks: Sequence[Stack],
    plans: Mapping[str, StackPlan],
    renames: Sequence[str],
    access: Difference | None,
    *,
    digest: str,
) -> list[str]:
    """Return lines of Markdown: who gains and who loses, stacks that change, what goes, then everything else.

    Args:
        stacks: The stacks, in their order.
        plans: Their plans by name.
        renames: What is renamed in Keycloak beforehand.
        access: Who gains and who loses by the plans, where that is known.
        digest: Digest of it all.
    """
    rows = [Row(plans[stack.name], Things.of(stack.folder), 0.0) for stack in stacks if stack.name in plans]
    touched = [row for row in rows if not row.plan.is_empty]
    late = [stack.name for stack in stacks if stack.name not in plans]
    if not (touched or late or renames):
        return ["No changes."]
    return [
        *_access(access),
        *markdown_table(
            [
                ("stack", "to add", "to change", "to destroy"),
                *((row.plan.stack, *(str(count) for count in row.plan.counts)) for row in touched),
            ]
        ),
        *_listed("Takes away", (str(loss) for row in touched for loss in find_losses(row.plan, row.things))),
        *_listed("Renames in Keycloak", renames),
        *_listed("Changes", (line for row in touched for line in change_lines(row, with_new=True))),
        *_listed("Planned once the others are applied, for another review", late),
        "",
        f"Digest of this plan: `{digest}`",
    ]


def _access(difference: Difference | None) -> list[str]:
    if difference is None:
        return []
    counts = summary(difference) or "nothing changes in who may do what"
    return [f"**Access**: {counts}", "", *difference_items(difference), ""]


def _listed(title: str, lines: Iterator[str] | Sequence[str]) -> list[str]:
    items = [f"- {escape_markdown(line)}" for line in lines]
    return ["", f"**{title}**", "", *items] if items else []
