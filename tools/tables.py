"""Tables whose words stay whole: where the screen has no room for them, the same as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

__all__ = ["whole_words"]

# A border before each column and one at the end, and a space on either side.
_BORDERS, _LAST = 3, 1


def whole_words(table: Table, width: int) -> RenderableType:
    """Return a table whose columns are as wide as their longest words, or a list where they do not fit.

    Args:
        table: Its cells are texts.
        width: Columns of the screen.
    """
    texts = [[str(text) for text in (column.header, *column.cells)] for column in table.columns]
    least = [max(cell_len(word) for text in column for word in text.split()) for column in texts]
    most = [max(cell_len(line) for text in column for line in text.splitlines()) for column in texts]
    room = width - _BORDERS * len(texts) - _LAST
    if sum(least) > room:
        return Group(*_lines(table))
    if sum(most) > room:
        spare, wanted = room - sum(least), sum(most) - sum(least)
        for column, low, high in zip(table.columns, least, most, strict=True):
            column.width = low + spare * (high - low) // wanted
    return table


def _lines(table: Table) -> Iterator[RenderableType]:
    if table.title:
        yield Text(str(table.title))
    first, *others = table.columns
    for row, name, *values in zip(table.rows, first.cells, *(column.cells for column in others), strict=True):
        yield _line(str(name), row.style)
        for column, value in zip(others, values, strict=True):
            yield Padding(_line(f"{column.header}: {value}", row.style), (0, 0, 0, 2), expand=False)


def _line(text: str, style: object) -> Text:
    return Text.from_markup(text, style=str(style or ""))
