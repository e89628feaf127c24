"""What nobody knows before a token is issued: who asks then, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["AtIssue", "Claim", "is_at_issue"]


@dataclass(frozen=True)
class AtIssue:
    """A value that Keycloak decides when it issues a token.

    Attributes:
        what: What it will be, for readers.
        characters: How many it takes in JSON, quotes included.
        exact: Whether that is so for every token, or a guess.
    """

    what: str
    characters: int
    exact: bool = True

    def __str__(self) -> str:
        """Return it as a preview shows it."""
        return f"<{self.what}>"


Claim = str | int | bool | list[str] | AtIssue | Mapping[str, "Claim"]
"""A value in a token."""


def is_at_issue(value: Claim) -> bool:
    """Whether something of a value is not known before a token is issued."""
    if isinstance(value, Mapping):
        return any(map(is_at_issue, value.values()))
    return isinstance(value, AtIssue)
