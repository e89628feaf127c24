"""How much a violation matters."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Level"]


class Level(StrEnum):
    """What a violation does."""

    ERROR = "error"
    """`cdktf synth` fails."""
    WARNING = "warning"
    """It is printed."""
