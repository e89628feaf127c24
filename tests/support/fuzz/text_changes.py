"""Changes of an environment file's text, whatever it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.fuzz.hostile import LINES, RAW, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

__all__ = ["TEXT_CHANGES"]


def _insert_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.choice((0, random.randrange(len(lines) + 1)))
    indent = " " * random.choice((0, 0, 2, 4))
    return "\n".join([*lines[:at], indent + random.choice(LINES), *lines[at:]])


def _drop_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def _repeat_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    return "\n".join([*lines[:at], *[lines[at]] * random.choice((2, 2, 50)), *lines[at + 1 :]])


def _swap_lines(random: Random, text: str) -> str:
    lines = text.split("\n")
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return "\n".join(lines)


def _indent(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    lines[at] = random.choice((" ", "  ", "\t", "\xa0", " " * 100)) + lines[at].lstrip(random.choice((" ", "")))
    return "\n".join(lines)


def _insert_text(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    pieces: tuple[str, ...] = (
        *"&*!|>%@`{}[]:,#?-\"'\\\t\n\r\x00\x07\x85\xa0\ufeff\u2028",
        *RAW[:30],
        *TEXTS[:40],
        chr(random.randrange(0x110000)),
    )
    return text[:at] + random.choice(pieces) + text[at:]


def _cut(random: Random, text: str) -> str:
    start = random.randrange(len(text) + 1)
    return text[:start] + text[start + random.choice((1, 2, 10, len(text))) :]


def _line_ends(random: Random, text: str) -> str:
    return text.replace("\n", random.choice(("\r\n", "\r", "\n\n", "\u2028", " ")))


TEXT_CHANGES: tuple[Callable[[Random, str], str], ...] = (
    *[_insert_line] * 3,
    _drop_line,
    _repeat_line,
    _swap_lines,
    _indent,
    *[_insert_text] * 3,
    _cut,
    _line_ends,
)
"""Each returns another text. The likelier ones are there more than once."""
