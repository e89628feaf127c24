"""One thing that a change of a declaration does to access."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["OUTAGE", "Cause", "Change", "Effect"]

OUTAGE = "an outage if"
"""What the note of a possible outage begins with."""

Effect = Literal["gain", "loss", "risk", "relief", "other"]
"""Somebody may do more, or less; it becomes easier, or harder, to get a token; or something else changes in it."""


@dataclass(frozen=True, order=True)
class Cause:
    """What was written otherwise, so that access changes.

    Attributes:
        path: Keys that lead to it, after the change or, where it is removed, before it.
        text: What became of it, such as `person alan: groups are now viewers (were: analysts, viewers)`; empty where
            the change itself says so.
        names: Names in that text.
    """

    path: tuple[str, ...]
    text: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One line of a difference.

    Attributes:
        effect: What it does.
        subject: Whom or what it is about: `consumer batch`, `application notebook`, `realm`.
        text: What becomes of them, such as `gains fraud-detector:explain`.
        why: The reason, such as `group analysts`.
        weighty: A reviewer should look at it first.
        undeclared: It is about people whose membership nobody declares.
        pairs: The model actions that are gained or lost.
        is_setting: It is about a setting of the subject.
        note: What it means, or how far it reaches.
        names: Names in the sentence beside the subject's and the pairs.
        cause: What was written otherwise; None where nobody knows.
        wide: It is about every model, later ones included.
    """

    effect: Effect
    subject: str
    text: str
    why: str = ""
    weighty: bool = False
    undeclared: bool = False
    pairs: tuple[str, ...] = ()
    is_setting: bool = False
    note: str = ""
    names: tuple[str, ...] = field(default=(), compare=False)
    cause: Cause | None = field(default=None, compare=False)
    wide: bool = field(default=False, compare=False)

    @property
    def is_outage(self) -> bool:
        """Whether somebody who goes on to call is refused, and nobody here knows whether they do."""
        return self.note.startswith(OUTAGE)

    def __str__(self) -> str:
        """Return the sentence."""
        why = f" ({self.why})" if self.why else ""
        note = f"; {self.note}" if self.note else ""
        return f"{self.subject}{':' if self.is_setting else ''} {self.text}{why}{note}"
