"""Which of the app's warnings are about one environment: it judges all of them, and `make guardrails` lists them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.target import Target

__all__ = ["is_about"]

_PLACE = r"warning: (?:\S+:\d+: )?"
_ENVIRONMENT = re.compile(rf"{_PLACE}environment '([^']+)'")
_CONSTRUCT = re.compile(rf"{_PLACE}([\w.-]+)/")
_FILES = "environments"


def is_about(line: str, target: Target) -> bool:
    """Tell whether a warning is about an environment, or about none that can be told.

    Args:
        line: The warning.
        target: The environment.
    """
    if found := _ENVIRONMENT.match(line):
        return found[1] == target.name
    if found := _CONSTRUCT.match(line):
        return found[1] in (*target.stacks, _FILES)
    return True
