"""Plain tables: a thousand rows in no time, and nothing that a pipe has to undo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.declaration.texts.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["code_span", "escape_markdown", "markdown_table", "table_width", "text_table"]

_GAP = "  "
_MARKUP = "\\|*_`<>[]&#~$"
# What GitHub makes a link, though nobody marked it (GitHub Flavored Markdown, "Autolinks (extension)").
_LINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
# Calls somebody, or becomes an emoji, escaped or not: a space that nobody sees parts it.
_CALL = re.compile(r"@|:(?=[\w+-]+:)")


def table_width(rows: Sequence[Sequence[str]]) -> int:
    """Return how many characters wide a table is."""
    return sum(_widths(rows)) + len(_GAP) * (len(rows[0]) - 1)


def text_table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table in columns.

    Args:
        rows: The cells, the headings first.
    """
    widths = _widths(rows)
    for row in rows:
        yield _GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def markdown_table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table (GitHub Flavored Markdown, "Tables").

    Args:
        rows: The cells, the headings first.
    """
    for index, row in enumerate(rows):
        yield f"| {' | '.join(escape_markdown(cell) for cell in row)} |"
        if index == 0:
            yield "|" + " --- |" * len(row)


def escape_markdown(text: str) -> str:
    """Return a text in which Markdown and GitHub see nothing special: no link, no formula, nobody called, one line."""
    escaped = "".join(f"\\{character}" if character in _MARKUP else character for character in visible(text))
    return _CALL.sub("\\g<0>\u200b", _LINK.sub(r"\\\g<0>", escaped))


def code_span(text: str) -> str:
    """Return a text as code in a line of Markdown, whatever is in it (GitHub Flavored Markdown, "Code spans")."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    padded = f" {text} " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else text
    return f"{fence}{padded}{fence}"


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]
