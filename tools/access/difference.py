"""A difference as text, as a comment on a pull request, or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.review.difference import Difference
from tools.access.bounded import bounded
from tools.access.formats import DifferenceFormat
from tools.access.text_table import escape_markdown, markdown_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.renames import Rename
    from constructs_lib.review.change import Change
    from stacks.environment import Environment

__all__ = [
    "LONGEST_COMMENT",
    "difference_items",
    "difference_lines",
    "differences",
    "render_difference",
    "summary",
]

LONGEST_COMMENT = 65_000
"""Bytes of a comment at the most; GitHub takes 65,536 characters."""

_COLLECTIONS = (
    *("consumers", "groups", "second_factor", "people", "applications", "models", "teams"),
    *("federation", "identity_providers", "workload_issuers", "access_rules"),
)
_WEIGHT = "!"
_UNDECLARED = " — people whose membership nobody declares here"
_NOTHING = "Nothing changes in who may do what."


def differences(
    sides: Mapping[str, tuple[Environment | None, Environment | None]],
) -> dict[str, Difference]:
    """Compare environments before and after; one that comes or goes is compared with one that lets nobody in."""
    return {
        name: Difference.of(before or _emptied(after), after or _emptied(before))
        for name, (before, after) in sides.items()
    }


def _emptied(environment: Environment | None) -> Environment:
    if environment is None:
        raise ValueError("an environment is on one side at least")
    return environment.model_copy(update={**{field: {} for field in _COLLECTIONS}, "exemptions": ()})


def render_difference(
    found: Mapping[str, Difference],
    title: str,
    format: DifferenceFormat,  # noqa: A002 - the option's name
    command: str,
) -> str:
    """Return the differences of all environments.

    Args:
        found: By environment.
        title: What is compared.
        format: How it is written.
        command: What shows all of it, where a comment has no room.
    """
    match format:
        case DifferenceFormat.JSON:
            return json.dumps({"compared": title, "environments": _as_json(found)}, indent=2, ensure_ascii=False) + "\n"
        case DifferenceFormat.MARKDOWN:
            return bounded(list(_markdown(found, title)), command, LONGEST_COMMENT)
        case _:
            return "".join(f"{line}\n" for line in _text(found))


def _text(found: Mapping[str, Difference]) -> Iterator[str]:
    changed = {name: each for name, each in found.items() if not each.is_empty}
    if not changed:
        yield _NOTHING
    for name, difference in changed.items():
        yield f"{name}: {summary(difference)}"
        yield from difference_lines(difference)


def difference_lines(difference: Difference) -> Iterator[str]:
    """Yield a line for each thing that changes, what to look at first with a mark before it."""
    yield from (f"  {_renamed(rename)}" for rename in difference.renames)
    for change in difference.changes:
        yield f"{_WEIGHT if change.weighty else ' '} {change}{_UNDECLARED if change.undeclared else ''}"


def summary(difference: Difference) -> str:
    """Return how many changes there are of each kind, in a line."""
    counts = {
        "gain": difference.count("gain"),
        "lose": difference.count("loss"),
        "riskier": difference.count("risk"),
        "safer": difference.count("relief"),
        "other": difference.count("other"),
        "renamed": len(difference.renames),
    }
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


def _renamed(rename: Rename) -> str:
    return f"{rename.label} {rename.old} is now called {rename.new}"


def _markdown(found: Mapping[str, Difference], title: str) -> Iterator[str]:
    yield f"### Access: {escape_markdown(title)}"
    yield ""
    changed = {name: each for name, each in found.items() if not each.is_empty}
    if not changed:
        yield _NOTHING
        return
    yield from markdown_table(
        [
            ("environment", "gain", "lose", "riskier", "look first"),
            *(
                (
                    name,
                    *(str(each.count(effect)) for effect in ("gain", "loss", "risk")),
                    str(sum(change.weighty for change in each.changes)),
                )
                for name, each in changed.items()
            ),
        ]
    )
    for name, difference in changed.items():
        yield ""
        yield f"#### {escape_markdown(name)}"
        yield ""
        yield from difference_items(difference)


def difference_items(difference: Difference) -> Iterator[str]:
    """Yield an item of a Markdown list for each thing that changes."""
    yield from (f"- {escape_markdown(_renamed(rename))}" for rename in difference.renames)
    yield from (_item(change) for change in difference.changes)


def _item(change: Change) -> str:
    weight = f"**{_WEIGHT}** " if change.weighty else ""
    return f"- {weight}{escape_markdown(str(change))}{_UNDECLARED if change.undeclared else ''}"


def _as_json(found: Mapping[str, Difference]) -> dict[str, object]:
    return {
        name: {
            "renames": [{"kind": each.kind, "old": each.old, "new": each.new} for each in difference.renames],
            "changes": [
                {
                    "effect": change.effect,
                    "weight": _WEIGHT if change.weighty else "",
                    "subject": change.subject,
                    "text": change.text,
                    "why": change.why,
                    "undeclared": change.undeclared,
                    "pairs": list(change.pairs),
                }
                for change in difference.changes
            ],
        }
        for name, difference in found.items()
    }
