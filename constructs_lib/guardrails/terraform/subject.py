"""What a finding is about."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Subject"]


@dataclass(frozen=True)
class Subject:
    """A resource instance, variable, output or stack.

    Attributes:
        path: Path of its construct, with the `for_each` key in brackets: `demo-team-risk/Access/Consumers/Client["x"]`.
        label: How people call it: `client 'scorer'`.
    """

    path: str
    label: str
