"""The one place that renders a message: a line, whatever was put into it."""

from __future__ import annotations

import re

from constructs_lib.declaration.texts.secrets import hide_secrets
from constructs_lib.declaration.texts.visible import visible

__all__ = ["MAX_LINE", "one_line"]

MAX_LINE = 1_000
"""Characters of a message at the most."""

_LONGEST_READ = 4 * MAX_LINE
_LONGEST_VALUE = 120
_SHOWN_OF_VALUE = 80

# Where the message begins: the file, as people name it, is no value.
_PLACE = re.compile(rf"(?:(?!: )[^'\"]){{1,{MAX_LINE // 2}}}?\.ya?ml(?::\d+)?: ")
# Not what stands between two quoted words: a value's quote follows a space.
_QUOTED = re.compile(rf"(?<![^\s(\[])'([^']{{{_LONGEST_VALUE + 1},}})'")
# Without the colon after a key.
_WORD = re.compile(rf"[^\s']{{{_LONGEST_VALUE},}}[^\s':]")
# Stands for what is not even read, with how many characters that is: noncharacters, which no text holds.
_UNREAD = re.compile("\ufdd0([0-9]+)\ufdd1")
_NONCHARACTERS = re.compile("[\ufdd0\ufdd1]")


def one_line(message: str) -> str:
    """Return a message as one line: control characters escaped, long values cut, and no secret in it.

    What it returns, it returns unchanged. The file that a message begins with (`environments/prod.yaml:12: `) is
    shown, whatever it looks like.

    Args:
        message: Any text, with values in it that nobody has looked at.
    """
    found = _PLACE.match(message)
    place = visible(found[0]) if found else ""
    text = hide_secrets(_bounded(message[found.end() :] if found else message))
    text = "".join(character if character in "\ufdd0\ufdd1" else visible(character) for character in text)
    text = _QUOTED.sub(lambda quoted: f"'{_cut(quoted[1])}'", text)
    text = _UNREAD.sub(" … ", _WORD.sub(lambda word: _cut(word[0]), text))
    return _within(place + visible(text), MAX_LINE)


def _cut(value: str) -> str:
    unread = sum(int(found[1]) - len(found[0]) for found in _UNREAD.finditer(value))
    return f"{_UNREAD.sub('', value)[:_SHOWN_OF_VALUE]}… ({len(value) + unread} characters)"


def _bounded(text: str) -> str:
    """Leave out the middle of a text that is too long to be read, and say how much that is."""
    text = _NONCHARACTERS.sub("\ufffd", text)
    if len(text) <= _LONGEST_READ:
        return text
    half = _LONGEST_READ // 2
    return f"{text[:half]}\ufdd0{len(text) - 2 * half}\ufdd1{text[-half:]}"


def _within(text: str, limit: int) -> str:
    """Leave out the middle: the beginning says where and what, the end what to write instead."""
    if len(text) <= limit:
        return text
    half = limit // 2 - 2
    return f"{text[:half]} … {text[-half:]}"
