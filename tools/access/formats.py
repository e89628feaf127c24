"""How answers are written, and what a pipeline stops at: what the command line must know before it runs anything."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["DifferenceFormat", "FailOn", "Format"]


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


class DifferenceFormat(StrEnum):
    """How a difference is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class FailOn(StrEnum):
    """What a pipeline stops at."""

    GAIN = "gain"
    LOSS = "loss"
    RISK = "risk"
