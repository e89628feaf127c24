"""Tables on narrow screens."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.table import Table

from tools.tables import whole_words

pytestmark = pytest.mark.unit

WORDS = ["service account model-serving-api", "https://models.example.com/a", "fraud-detector:predict, churn:predict"]


def printed(width: int) -> str:
    """Return what a screen shows."""
    table = Table(title="Tokens")
    for name in ("principal", "audience", "roles"):
        table.add_column(name, overflow="fold")
    table.add_row(*WORDS)
    console = Console(width=width, highlight=False, color_system=None)
    with console.capture() as captured:
        console.print(whole_words(table, width))
    return captured.get()


@pytest.mark.parametrize("width", [60, 77, 78, 90, 200])
def test_no_word_is_broken(width: int) -> None:
    """Columns are wide enough for their longest words, or there are none."""
    shown = printed(width).replace("│", " ").split()
    assert {word for text in WORDS for word in text.split()} <= {*shown}


@pytest.mark.parametrize(("width", "is_table"), [(60, False), (77, False), (78, True), (200, True)])
def test_list_where_the_table_has_no_room(width: int, is_table: bool) -> None:  # noqa: FBT001 - a case
    """Each row is its first cell, and the others below it with their columns' names."""
    assert ("│" in printed(width)) == is_table
    if not is_table:
        lines = [line.rstrip() for line in printed(width).splitlines()]
        assert lines[:3] == ["Tokens", WORDS[0], "  audience: https://models.example.com/a"]
