"""Text that has to fit where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["bounded"]


def bounded(lines: Sequence[str], command: str, room: int) -> str:
    """Return as many lines as there is room for, and how many there are beyond.

    Args:
        lines: The lines.
        command: What shows all of them.
        room: Bytes at the most.
    """
    sizes = [len(line.encode()) + 1 for line in lines]
    if sum(sizes) <= room:
        return "".join(f"{line}\n" for line in lines)
    more = f"\n… and {{}} more lines: run `{command}`\n"
    room -= len(more.encode()) + len(str(len(lines)))
    kept, used = 0, 0
    while used + sizes[kept] <= room:
        used += sizes[kept]
        kept += 1
    return "".join(f"{line}\n" for line in lines[:kept]) + more.format(len(lines) - kept)
