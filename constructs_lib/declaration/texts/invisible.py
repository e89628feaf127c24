"""Characters that nobody sees: two names that look the same may differ by them."""

from __future__ import annotations

import re

__all__ = ["is_invisible", "shows_all"]

# Default_Ignorable_Code_Point of Unicode 15.1 (DerivedCoreProperties.txt), and the empty pattern of Braille.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def is_invisible(character: str) -> bool:
    """Tell whether a character shows nothing by itself: a control, a mark of direction, an odd space, a filler."""
    return not character.isprintable() or _IGNORABLE.match(character) is not None


def shows_all(text: str) -> bool:
    """Tell whether every character of a text can be seen; a space between two others can."""
    return not any(map(is_invisible, text))
