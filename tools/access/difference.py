"""A difference as text, as a comment on a pull request, or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.review.difference import Difference
from tools.access.bounded import bounded_list
from tools.access.comment_lines import comment_lines
from tools.access.formats import DifferenceFormat
from tools.access.told import NOTHING, grouped, renamed_in_words, sentence, summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stacks.environment import Environment
    from tools.access.placed import Places

__all__ = [
    "LONGEST_COMMENT",
    "difference_lines",
    "differences",
    "render_difference",
]

LONGEST_COMMENT = 65_000
"""Bytes of a comment at the most; GitHub takes 65,536 characters."""

_COLLECTIONS = (
    *("consumers", "groups", "second_factor", "people", "applications", "models", "teams"),
    *("federation", "identity_providers", "workload_issuers", "access_rules"),
)
_WEIGHT = "!"


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
    places: Mapping[str, Places] | None = None,
) -> str:
    """Return the differences of all environments.

    Args:
        found: By environment.
        title: What is compared.
        format: How it is written.
        command: What shows all of it, where a comment has no room.
        places: What finds the lines of causes, by environment; left out, none are told.
    """
    lines = places or {}
    match format:
        case DifferenceFormat.JSON:
            document = {"compared": title, "environments": _as_json(found, lines)}
            return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        case DifferenceFormat.MARKDOWN:
            return bounded_list(list(comment_lines(found, title, lines)), command, LONGEST_COMMENT)
        case _:
            return "".join(f"{line}\n" for line in _text(found, lines))


def _text(found: Mapping[str, Difference], places: Mapping[str, Places]) -> Iterator[str]:
    changed = {name: each for name, each in found.items() if not each.is_empty}
    if not changed:
        yield NOTHING
    for name, difference in changed.items():
        yield f"{name}: {summary(difference)}"
        yield from difference_lines(difference, places.get(name))


def difference_lines(difference: Difference, places: Places | None = None) -> Iterator[str]:
    """Yield a line for each thing that changes, what to look at first with a mark before it.

    Args:
        difference: What changes.
        places: What finds the lines of causes; what has one cause is told below it then.
    """
    for rename in difference.renames:
        yield f"  {renamed_in_words(rename)}{_at(places(rename.path) if places else '')}"
    for group in grouped(difference, places):
        if group.cause:
            yield f"{_WEIGHT if group.weighty else ' '} {group.cause.text}{_at(group.place)}"
        for change in group.changes:
            weight = f"{_WEIGHT if change.weighty else ' '} {'  ' if group.cause else ''}"
            place = "" if group.cause else _at(group.place)
            yield f"{weight}{sentence(change)}{place}"


def _at(place: str) -> str:
    return f" [{place}]" if place else ""


def _as_json(found: Mapping[str, Difference], places: Mapping[str, Places]) -> dict[str, object]:
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
                    "note": change.note,
                    "undeclared": change.undeclared,
                    "pairs": list(change.pairs),
                    **({"place": places[name](change.cause.path)} if name in places and change.cause else {}),
                    **({"cause": change.cause.text} if name in places and change.cause else {}),
                }
                for change in difference.changes
            ],
        }
        for name, difference in found.items()
    }
