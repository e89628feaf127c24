"""Questions before something is applied: typed at a terminal, or answered beforehand by a variable."""

from __future__ import annotations

import sys

from tools.errors import ToolError

__all__ = ["ask_to_apply"]


def ask_to_apply(command: str, environment: str) -> None:
    """Ask whether an environment is to be changed.

    Args:
        command: `deploy` or `destroy`.
        environment: Its name.

    Raises:
        ToolError: The answer is no, or nobody is there to give it (exit 2).
    """
    if not sys.stdin.isatty():
        raise ToolError(f"{command} asks before it changes '{environment}': answer by APPROVE=1", exit_code=2)
    print(f"{command} {environment}? Type yes: ", end="", file=sys.stderr, flush=True)  # noqa: T201 - a question
    if sys.stdin.readline().strip() != "yes":
        raise ToolError("nothing was changed", exit_code=2)
