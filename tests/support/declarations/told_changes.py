"""Changes to environments, and what is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.review.difference import Difference
from stacks.environment import Environment

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

__all__ = ["changed", "lines", "lines_of"]


def changed(environment: Environment, path: str, value: object) -> Environment:
    """Return an environment with one value changed; None removes it."""
    data: dict[str, Any] = environment.model_dump(exclude_unset=True)
    *keys, last = path.split("/")
    place = data
    for key in keys:
        place = place.setdefault(key, {})
    if value is None:
        del place[last]
    else:
        place[last] = value
    return Environment.model_validate(data)


def lines(difference: Difference) -> list[str]:
    """Return the changes as they are printed, each as a sentence with its weight."""
    return [f"{'!' if change.weighty else ' '} {change}" for change in difference.changes]


def lines_of(base: Declaration, head: Declaration) -> list[str]:
    """Return what changes from one declaration to another."""
    return lines(Difference.of(base, head))
