"""The one place that renders a message: a line, whatever was put into it."""

from __future__ import annotations

import re

from constructs_lib.declaration.texts.secrets import hide_secrets

__all__ = ["MAX_LINE", "one_line"]

MAX_LINE = 1_000
"""Characters of a message at the most."""

_LONGEST_READ = 4 * MAX_LINE
_LONGEST_VALUE = 120
_SHOWN_OF_VALUE = 80

# Not what stands between two quoted words: a value's quote follows a space.
_QUOTED = re.compile(rf"(?<![^\s(\[])'([^']{{{_LONGEST_VALUE + 1},}})'")
_WORD = re.compile(rf"[^\s']{{{_LONGEST_VALUE + 1},}}")
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def one_line(message: str) -> str:
    """Return a message as one line: control characters escaped, long values cut, and no secret in it.

    What it returns, it returns unchanged.

    Args:
        message: Any text, with values in it that nobody has looked at.
    """
    text = "".join(map(_visible, hide_secrets(_within(message, _LONGEST_READ))))
    text = _QUOTED.sub(lambda found: f"'{_cut(found[1])}'", text)
    return _within(_WORD.sub(lambda found: _cut(found[0]), text), MAX_LINE)


def _visible(character: str) -> str:
    # Neither control characters (ANSI), nor marks of direction, nor halves of surrogate pairs, nor odd spaces.
    if character.isprintable():
        return character
    return _NAMED.get(character) or ascii(character)[1:-1]


def _cut(value: str) -> str:
    return f"{value[:_SHOWN_OF_VALUE]}… ({len(value)} characters)"


def _within(text: str, limit: int) -> str:
    """Leave out the middle: the beginning says where and what, the end what to write instead."""
    if len(text) <= limit:
        return text
    half = limit // 2 - 2
    return f"{text[:half]} … {text[-half:]}"
