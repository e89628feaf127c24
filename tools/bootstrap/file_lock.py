"""A lock that one process holds at a time."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from constructs_lib.bindings.progress import step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["locked"]


@contextmanager
def locked(path: Path, waiting: str) -> Iterator[None]:
    """Hold an advisory lock on a file; the kernel frees it if the process dies.

    Args:
        path: The file; made where it is missing.
        waiting: What is shown while another process holds it.
    """
    with path.open("a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with step(waiting, line_every=0):
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
