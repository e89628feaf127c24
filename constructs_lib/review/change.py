"""One thing that a change of a declaration does to access."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Change", "Effect"]

Effect = Literal["gain", "loss", "risk", "relief", "other"]
"""Somebody may do more, or less; it becomes easier, or harder, to get a token; or something else changes in it."""


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
    """

    effect: Effect
    subject: str
    text: str
    why: str = ""
    weighty: bool = False
    undeclared: bool = False
    pairs: tuple[str, ...] = ()
    is_setting: bool = False

    def __str__(self) -> str:
        """Return the sentence."""
        why = f" ({self.why})" if self.why else ""
        return f"{self.subject}{':' if self.is_setting else ''} {self.text}{why}"
