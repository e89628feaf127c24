"""What is being written about a realm: keys of an environment, what is left alone, and what was guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from constructs_lib.declaration.props.values import duration_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import Props

__all__ = ["Draft", "LeftAlone", "accepted", "duration"]


@dataclass(frozen=True)
class LeftAlone:
    """Something in the realm that no key expresses.

    Attributes:
        what: What it is, as `make audit` prints it.
        why: Why it is left alone.
    """

    what: str
    why: str


@dataclass
class Draft:
    """An environment in the making.

    Attributes:
        document: Its keys and values.
        left: What is left alone, each with the reason.
        guesses: What was not known for certain, a sentence each.
    """

    document: dict[str, Any] = field(default_factory=dict)
    left: list[LeftAlone] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)

    def leave(self, what: str, why: str) -> None:
        """Remember that something is left alone."""
        self.left.append(LeftAlone(what, why))


def accepted(props: type[Props], needed: Mapping[str, Any], offered: Mapping[str, Any]) -> dict[str, Any]:
    """Return keys and values that a declaration takes; what it refuses, or would say anyway, is left out.

    Args:
        props: What is declared.
        needed: Keys that it cannot do without.
        offered: More keys; None where nothing is known.

    Raises:
        ValidationError: What it needs is refused.
    """
    found = dict(needed)
    props.model_validate(found)
    for key, value in offered.items():
        default = props.model_fields[key].get_default(call_default_factory=True)
        if value is None or (tuple(value) if isinstance(value, list) else value) == default:
            continue
        try:
            props.model_validate({**found, key: value})
        except ValidationError:
            continue
        found[key] = value
    return found


def duration(seconds: object) -> str | None:
    """Return seconds as a duration, `300` as `5m`; None where they are none."""
    if not isinstance(seconds, int | str) or isinstance(seconds, bool):
        return None
    try:
        count = int(seconds)
    except ValueError:
        return None
    return duration_text(count) if count > 0 else None
