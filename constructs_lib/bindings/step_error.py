"""What ends a step of the generator: one line for a person."""

from __future__ import annotations

__all__ = ["MissingCommandError", "StepError"]


class StepError(Exception):
    """A step failed; the message says which, why, and where its whole output is."""


class MissingCommandError(StepError):
    """The program of a step is not on PATH."""
