"""The whole output of a run, for its owner alone: what the screen has no room for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from constructs_lib.bindings.private_file import keep_private

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["RunLog"]


class RunLog:
    """A file with a line for each thing that Terraform said, by stack.

    Args:
        file: Written anew; mode 0600.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        keep_private(file)
        file.write_bytes(b"")
        self.file = file
        self._lock = threading.Lock()

    def write(self, stack: str, text: str) -> None:
        """Add what was said about a stack."""
        lines = "".join(f"{stack} | {line}\n" for line in text.splitlines() if line.strip())
        with self._lock, self.file.open("a", encoding="utf-8") as log:
            log.write(lines)
