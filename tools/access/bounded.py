"""Text that has to fit where it is written."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["bounded", "bounded_list"]

# As a difference is written in Markdown; nothing that a file says begins a line, and `*` in it is escaped.
_ITEM = re.compile(" *- ")
_WEIGHTY = re.compile(r" *- \*\*!\*\* ")
_HEADING = "#### "


def bounded(lines: Sequence[str], command: str, room: int) -> str:
    """Return as many lines as there is room for, and how many there are beyond.

    Args:
        lines: The lines.
        command: What shows all of them.
        room: Bytes at the most.
    """
    return _within(lines, range(len(lines)), command, room)


def bounded_list(lines: Sequence[str], command: str, room: int) -> str:
    """As `bounded`, for a difference in Markdown: what has a `!` is kept before what has none.

    Every environment keeps some of its first ones, whatever the others say.

    Args:
        lines: The lines: headings, lists, and lists within them.
        command: What shows all of them.
        room: Bytes at the most.
    """
    return _within(lines, _by_weight(lines), command, room)


def _within(lines: Sequence[str], order: Sequence[int] | range, command: str, room: int) -> str:
    sizes = [len(line.encode()) + 1 for line in lines]
    if sum(sizes) <= room:
        return "".join(f"{line}\n" for line in lines)
    room -= len(_more([*lines, *(f"- **!** {line}" for line in lines)], command).encode())
    parents, kept, used = _parents(lines), set[int](), 0
    for index in order:
        added = {index, parents.get(index, index)} - kept
        size = sum(sizes[each] for each in added)
        if used + size > room:
            break
        kept |= added
        used += size
    left_out = [line for index, line in enumerate(lines) if index not in kept]
    return "".join(f"{lines[index]}\n" for index in sorted(kept)) + _more(left_out, command)


def _more(left_out: Sequence[str], command: str) -> str:
    weighty = sum(bool(_WEIGHTY.match(line)) for line in left_out)
    of_weight = f" ({weighty} with **!**, {len(left_out) - weighty} without)" if weighty else ""
    return f"\n… and {len(left_out)} more lines{of_weight}: run `{command}`\n"


def _parents(lines: Sequence[str]) -> dict[int, int]:
    """Return below which item each item of an inner list is."""
    found, parent = {}, 0
    for index, line in enumerate(lines):
        if line.startswith("- "):
            parent = index
        elif _ITEM.match(line):
            found[index] = parent
    return found


def _by_weight(lines: Sequence[str]) -> list[int]:
    """Return lines in the order in which they are kept: what is around lists, what weighs, then the rest."""
    sections: list[deque[int]] = [deque()]
    around, rest = [], []
    for index, line in enumerate(lines):
        if line.startswith(_HEADING):
            sections.append(deque())
        if not _ITEM.match(line):
            around.append(index)
        elif _WEIGHTY.match(line):
            sections[-1].append(index)
        else:
            rest.append(index)
    return [*around, *_in_turn(sections), *rest]


def _in_turn(sections: Sequence[deque[int]]) -> Iterator[int]:
    while any(sections):
        yield from (section.popleft() for section in sections if section)
