"""Texts that others chose, as a person sees them."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.texts.visible import visible, visible_lines

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("client portal", "client portal"),
        ("Zoë's role", "Zoë's role"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("\u202eevil", "\\u202eevil"),
        ("a\u2028b\ud800", "a\\u2028b\\ud800"),
    ],
)
def test_what_nobody_sees_is_escaped(text: str, shown: str) -> None:
    """A name moves no cursor, hides no line and begins none."""
    assert visible(text) == shown


def test_lines_stay_lines() -> None:
    """Of several lines each is escaped by itself."""
    assert visible_lines("a\x07\nb") == "a\\x07\nb"
