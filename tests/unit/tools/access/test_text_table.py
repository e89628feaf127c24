"""Text in Markdown."""

from __future__ import annotations

import pytest

from tools.access.text_table import escape_markdown

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$", "\\$x\\$"),
        ("$`x`$", "\\$\\`x\\`\\$"),
        ("see https://evil.example/a", "see https\\://evil.example/a"),
        ("WWW.evil.example", "WWW\\.evil.example"),
        ("a :rocket: b", "a :\u200brocket: b"),
        (":+1::a:", ":\u200b+1::\u200ba:"),
        ("@ada", "@\u200bada"),
        ("consumer batch: new key (was: none), fraud:predict at 12:30", None),
        (
            "[x](y) <b> | `c` *d* _e_ #1 &amp; ~f~",
            "\\[x\\](y) \\<b\\> \\| \\`c\\` \\*d\\* \\_e\\_ \\#1 \\&amp; \\~f\\~",
        ),
    ],
)
def test_text_means_nothing_to_markdown(text: str, expected: str | None) -> None:
    """GitHub renders no mathematics, emoji, link, markup or call that a name or a description holds."""
    assert escape_markdown(text) == (expected or text)
