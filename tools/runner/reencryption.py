"""States that OpenTofu writes otherwise than it reads them: where they are encrypted from now on, or by another key.

It does so when it applies: also a plan without changes, which no deployment would apply else.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tools.runner.stacks import local_state

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.runner.stacks import Stack

__all__ = ["VARIABLE", "forget_plain_backup", "is_asked_for"]

VARIABLE = "TF_ENCRYPTION"
"""Says how OpenTofu encrypts states and plans."""

_FALLBACK = re.compile(r"\bfallback\b")
_PLAIN = "resources"


def is_asked_for(environment: Mapping[str, str]) -> bool:
    """Whether states may be read by another method than they are written by.

    Args:
        environment: Environment of Terraform.
    """
    return bool(_FALLBACK.search(environment.get(VARIABLE, "")))


def forget_plain_backup(stack: Stack) -> None:
    """Remove the backup beside a local state that is encrypted by now: OpenTofu makes no other while nothing changes.

    Args:
        stack: The stack.
    """
    state = local_state(stack)
    if state is None or _is_plain(state):
        return
    backup = state.with_name(f"{state.name}.backup")
    if _is_plain(backup):
        backup.unlink()


def _is_plain(state: Path) -> bool:
    try:
        return _PLAIN in json.loads(state.read_bytes())
    except (OSError, ValueError, TypeError):
        return False
