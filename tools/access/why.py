"""One answer, with where it stands and what would change it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.declaration.props.grants import NO_END

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_lib.review.explanation import Explanation, Remark
    from tools.access.reading import ReadEnvironment

__all__ = ["render_explanation"]


def render_explanation(read: ReadEnvironment, found: Explanation) -> str:
    """Return the answer in lines.

    Args:
        read: The environment.
        found: What is so in it.
    """
    return "".join(f"{line}\n" for line in _lines(read, found))


def _lines(read: ReadEnvironment, found: Explanation) -> Iterator[str]:
    yield f"{'yes' if found.is_yes else 'no'}: {found.principal}, {found.pair.shown}"
    if found.is_yes:
        yield from _block("because of", [(str(reason), read.place(reason.path)) for reason in found.reasons])
        ways = [(str(way), "") for way in found.ways]
        yield from _block("how", ways or [("no client asks for it: a grant that nobody can use", "")])
        return
    ended = [(f"{replace(each, until=NO_END)}, ended on {each.until}", read.place(each.path)) for each in found.ended]
    yield from _block("what was granted for a time", ended)
    yield from _block("what is in the way", _remarks(read, found.obstacles))
    yield from _block("what would change it, each by itself", _remarks(read, found.remedies))


def _remarks(read: ReadEnvironment, remarks: Sequence[Remark]) -> list[tuple[str, str]]:
    return [(remark.text, read.place(remark.path)) for remark in remarks]


def _block(title: str, items: Sequence[tuple[str, str]]) -> Iterator[str]:
    if not items:
        return
    yield f"{title}:"
    yield from (f"  {place}: {text}" if place else f"  {text}" for text, place in items)
