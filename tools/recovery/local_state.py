"""A local state that was cut short: Terraform writes the file in place, and a kill can come between.

The backup from before that run takes its place; what that lacks exists in Keycloak, and is taken over.
"""

from __future__ import annotations

import fcntl
import json
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["local_state_file", "restore_state"]

_PATIENCE_S = 120.0
_POLL_S = 0.2


def local_state_file(folder: Path) -> Path | None:
    """Return where the state of a stack lies on this machine; None where it does not.

    Args:
        folder: The stack's.
    """
    try:
        terraform = json.loads((folder / "cdk.tf.json").read_bytes())["terraform"]
        path: str = terraform["backend"]["local"]["path"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (folder / path).resolve()


def restore_state(folder: Path, tell: Callable[[str], None]) -> None:
    """Put the backup in the place of a local state that was cut short; the damaged file is kept beside it.

    Args:
        folder: The stack's.
        tell: Is told what was done.
    """
    state = local_state_file(folder)
    if state is None or not state.exists() or _is_whole(state):
        return
    _wait_for_writer(state)
    backup = state.with_name(f"{state.name}.backup")
    if _is_whole(state) or not (state.stat().st_size or _is_whole(backup)):  # nobody had anything yet
        return
    damaged = _free(state)
    state.rename(damaged)
    if _is_whole(backup):
        state.touch(mode=0o600)
        state.write_bytes(backup.read_bytes())
    instead = "its backup takes its place" if state.exists() else "it begins anew"
    tell(f"stack {folder.name}: the state was cut short, and is now {damaged.name}: {instead}")


def _is_whole(file: Path) -> bool:
    try:
        return isinstance(json.loads(file.read_bytes()), dict)
    except (OSError, ValueError):
        return False


def _wait_for_writer(state: Path) -> None:
    """Wait while a Terraform whose runner was killed still writes: the kernel holds its lock as long as it lives."""
    deadline = time.monotonic() + _PATIENCE_S
    with state.open("r+b") as file:
        while time.monotonic() < deadline:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                time.sleep(_POLL_S)
            else:
                return


def _free(state: Path) -> Path:
    names = (state.with_name(f"{state.name}.damaged{number or ''}") for number in range(1000))
    return next(path for path in names if not path.exists())
