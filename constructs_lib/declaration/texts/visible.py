"""Texts that others chose, as a person may see them: nothing in them moves a cursor, hides a line or begins one."""

from __future__ import annotations

from constructs_lib.declaration.texts.invisible import is_invisible

__all__ = ["visible", "visible_lines"]

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    """Return a text with characters escaped that nobody sees: controls (ANSI), marks of direction, odd spaces, fillers.

    Args:
        text: Any text, halves of surrogate pairs included.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(each) if is_invisible(each) else each for each in text)


def visible_lines(text: str) -> str:
    """Return a text of several lines with the same characters escaped in each.

    Args:
        text: Any text; what others chose in it had its line breaks escaped before.
    """
    return "\n".join(map(visible, text.split("\n")))


def _shown(character: str) -> str:
    return _NAMED.get(character) or ascii(character)[1:-1]
