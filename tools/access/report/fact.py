"""A line of a principal's page."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Fact"]


@dataclass(frozen=True)
class Fact:
    """Something that is so.

    Attributes:
        name: What it is about.
        text: What is so.
        warns: A reviewer should look at it.
    """

    name: str
    text: str
    warns: bool = False
