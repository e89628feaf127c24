"""Targets by which a server could read another path than the gateway did."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

__all__ = ["PARTS", "respelled", "targets"]

PARTS = (
    *("%0a", "%0d", "%0d%0a", "%00", "%09", "%20", "%7f", "%ff", "%250a", "%250d%250a", "%2500", "%25"),
    *(
        "/",
        "//",
        "/./",
        "/../",
        "%2f",
        "%2F",
        "%5c",
        "\\",
        "%252f",
        "%255c",
        "%25252f",
        "%c0%af",
        "%ef%bc%8f",
        "%u002f",
    ),
    *("%2e%2e%2f", "..%2f", "%2e%2e/", ".%2e/", "..%5c", "..;/", "..%00/", "%252e%252e%252f", "%c0%ae%c0%ae/", "%2e/"),
    *(";", "%3b", ";a=b", ";/", "?", "%3f", "#", "%23", "&", "%", "%zz", "%2", "*", "~", ":", "@", "+", "$", "|", ","),
    *("\x00", "\x01", "\t", "\x0b", "\r", "\x7f", "\x85", "\xa0", "\xff", " HTTP/1.1", "%20HTTP/1.1%0d%0aX:%20"),
)
"""What servers decode, cut, merge or pass over, each in its own way."""


def targets(draw: random.Random, mine: str, theirs: str) -> str:
    """Draw a target that mixes a path that the token opens with one that it does not.

    Args:
        draw: Where chance comes from.
        mine: A path that it opens.
        theirs: One that it does not.
    """
    part, other = draw.choice(PARTS), draw.choice(PARTS)
    up = draw.choice(("..", "%2e%2e", ".%2e", "%252e%252e", "..;", "..%00", "%c0%ae%c0%ae"))
    slash = draw.choice(("/", "/", "%2f", "%5c", "\\", "//", "/./", "%252f"))
    back = slash.join([up] * mine.count("/"))
    shapes = (
        f"{mine}{part}",
        f"{mine}{part}{theirs}",
        f"{mine}?{part}{theirs}",
        f"{mine}#{part}{theirs}",
        f"{mine};{part}{theirs}",
        f"{mine}{slash}{back}{theirs}",
        f"{mine}{slash}{back}{slash}{theirs.lstrip('/')}",
        f"{theirs}{part}",
        f"{theirs}{part}{mine}",
        f"{theirs}?{mine}",
        f"{theirs}{slash}{back}{mine}",
        f"{part}{theirs}",
        f"{part}{other}{theirs}",
        f"http://models.test{theirs}",
        f"http://models.test{mine}{part}{theirs}",
        f"//models.test{theirs}",
        f"HTTP://x@models.test{theirs}?{mine}",
        _inserted(draw, theirs, part),
        _inserted(draw, mine, part),
        respelled(draw, theirs),
        respelled(draw, mine),
        respelled(draw, _inserted(draw, theirs, part)),
    )
    return draw.choice(shapes)


def respelled(draw: random.Random, path: str) -> str:
    """Return a path with some characters written otherwise: encoded once or twice, in the other case, over-long."""
    return "".join(_spelling(draw, character) if draw.random() < 0.2 else character for character in path)


def _spelling(draw: random.Random, character: str) -> str:
    code = ord(character)
    if code > 0x7F:
        return character
    ways = (
        f"%{code:02x}",
        f"%{code:02X}",
        f"%25{code:02x}",
        f"%2525{code:02x}",
        f"%u{code:04x}",
        f"%c{code >> 6 & 1:x}%{code & 0x3F | 0x80:02x}",
        character.swapcase(),
        character * 2,
    )
    return draw.choice(ways)


def _inserted(draw: random.Random, path: str, part: str) -> str:
    place = draw.randrange(len(path) + 1)
    return path[:place] + part + path[place:]
