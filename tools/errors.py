"""The one error that tools show to a person: a single line and an exit code."""

from __future__ import annotations

__all__ = ["ToolError"]


class ToolError(Exception):
    """A fault that ends the command with one clear line and no traceback.

    Args:
        message: What is wrong and what to do instead, in one line, without secrets.
        exit_code: 2 when the input is bad, 1 when the machine or the network is.
    """

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code
