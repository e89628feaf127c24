"""The whole output of a run, for its owner alone: what the screen has no room for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from constructs_lib.bindings.private_file import keep_private

if TYPE_CHECKING:
    from stacks.repository import Repository

__all__ = ["RunLog"]


class RunLog:
    """A file with a line for each thing that Terraform said, by stack.

    Args:
        repository: Has it in its folder of logs, which git does not see.
        name: Its name without suffix; it is written anew.
    """

    def __init__(self, repository: Repository, name: str) -> None:
        file = repository.logs / f"{name}.log"
        file.parent.mkdir(parents=True, exist_ok=True)
        ignored = repository.logs.parent / ".gitignore"
        if not repository.is_product and not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
        keep_private(file)
        file.write_bytes(b"")
        self._file = file
        self._lock = threading.Lock()
        self.shown = str(repository.show(file))

    def write(self, stack: str, text: str) -> None:
        """Add what was said about a stack."""
        lines = "".join(f"{stack} | {line}\n" for line in text.splitlines() if line.strip())
        with self._lock, self._file.open("a", encoding="utf-8") as log:
            log.write(lines)
