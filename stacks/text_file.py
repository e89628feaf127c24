"""Read a file that somebody else may have put there: a regular one, of bounded size, in its folder."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from stacks.environment_error import EnvironmentFileError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MAX_BYTES", "read_text"]

MAX_BYTES = 1_048_576
"""Size of a file at the most: some 3,000 consumers. It is read in seconds."""

_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def read_text(path: Path, *, folder: Path, shown_as: Path) -> str:
    """Read a file's text.

    Args:
        path: The file.
        folder: The folder that it must stand in, wherever links lead.
        shown_as: The file's name in messages.

    Raises:
        EnvironmentFileError: It is no regular file, is too large, leads out of the folder, or is not UTF-8.
    """
    try:
        content = _content(path, folder)
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise EnvironmentFileError([f"{shown_as}:{line}: cannot be read: it is not UTF-8 text"]) from None
    except OSError as error:
        raise EnvironmentFileError([f"{shown_as}: cannot be read: {error.strerror}"]) from None


def _content(path: Path, folder: Path) -> bytes:
    try:
        real = path.resolve(strict=True)
    except RuntimeError:  # how Python 3.11 says it
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
    if not real.is_relative_to(folder.resolve()):
        raise OSError(errno.EXDEV, f"a link leads out of {folder.name}/: put the file itself there")
    _require_file(real.stat().st_mode)
    # Without waiting for whoever writes to a named pipe.
    descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        _require_file(os.fstat(descriptor).st_mode)  # it may have been replaced meanwhile
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise OSError(errno.EFBIG, f"it is larger than {MAX_BYTES} bytes: put teams into files of their own")
    return content


def _require_file(mode: int) -> None:
    kind = next((name for is_kind, name in _KINDS if is_kind(mode)), None)
    if kind:
        raise OSError(errno.EINVAL, f"it is {kind}: put a text file there")
