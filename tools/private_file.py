"""Files with secrets, which their owner alone can read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["write_private"]


def write_private(path: Path, text: str) -> None:
    """Replace a file as a whole, or not at all; its mode is 0600 from the first byte on.

    Args:
        path: The file; its folder is there.
        text: What it holds.

    Raises:
        OSError: It cannot be written.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f"{target.name}.", dir=target.parent)  # O_EXCL, mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as output:
            output.write(text)
            output.flush()
            os.fsync(output.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
