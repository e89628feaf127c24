"""What of a text may be read on the page."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from tools.access.report.shown_text import ShownText

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ada@example.com", "ada@…"),
        ("ask ada@example.com, or bob@localhost.", "ask ada@…, or bob@…"),
        ("CN=x,emailAddress=ops@example.com,O=y", "CN=x,emailAddress=ops@…,O=y"),
        ("mailto:ada+ml@example.com?subject=x", "mailto:ada+ml@…?subject=x"),
        ("job@project.iam.example.com", "job@…"),
        ("<ada@example.com>", "<ada@…>"),
        ("ünï@example.com", "ünï@…"),
        ("no address @ all", "no address @ all"),
        ("two\nlines\x1b[31m", "two\\nlines\\x1b[31m"),
        ("https://user:hunter2secret9@example.com/x", "[a password in a URL, not shown]example.com/x"),
    ],
)
def test_address_is_cut(text: str, shown: str) -> None:
    """What stands before the @ stays; control characters and secrets are made visible and hidden."""
    assert ShownText(addresses=False)(text) == shown


def test_two_addresses_stay_two() -> None:
    """People of one name at two organizations are told apart, each the same way every time."""
    shown = ShownText(addresses=False)
    assert [shown(text) for text in ("ada@a.example", "ada@b.example", "ada@a.example")] == [
        "ada@…",
        "ada@…(2)",
        "ada@…",
    ]


def test_addresses_that_are_asked_for_stay() -> None:
    """With --people they are shown; markup of the template passes as it is, and nothing is an empty text."""
    shown = ShownText(addresses=True)
    assert shown("ada@example.com") == "ada@example.com"
    assert shown(Markup("<b>x</b>")) == "<b>x</b>"
    assert shown(None) == ""
