"""What a text of a declaration must not hold: expressions that would run, and characters that nobody sees."""

from __future__ import annotations

import re

__all__ = ["expression_in", "hidden_character", "shown_character"]

# The CDK marks its tokens `${TfToken[`, `#{TfToken[` or `&{TfToken[`.
_EXPRESSIONS = {
    "CDK tokens ('TfToken[…]')": re.compile(r"TfToken\["),
    "Terraform expressions ('${…}', '%{…}')": re.compile(r"[$%]\{"),
}

# What YAML 1.2 section 5.1 calls printable, without the characters that turn the direction of writing: with them a
# line reads other than it runs (CVE-2021-42574).
_HIDDEN = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)


def expression_in(text: str) -> str | None:
    """Name the kind of expression that stands in a text; None when there is none."""
    return next((name for name, pattern in _EXPRESSIONS.items() if pattern.search(text)), None)


def hidden_character(text: str) -> int | None:
    """Return the index of the first character that no declaration may hold; None when there is none.

    Those are control characters, halves of a surrogate pair, and marks that turn the direction of writing.
    """
    found = _HIDDEN.search(text)
    return found.start() if found else None


def shown_character(character: str) -> str:
    """Write a character as Unicode names it: `U+202E`."""
    return f"U+{ord(character):04X}"
