"""Targets by which a server could read another path than the gateway did."""

from __future__ import annotations

import re
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
_SLASHES = ("%2F", "%2f", "%5C", "%252F", "%25252F", "%c0%af", "%ef%bc%8f", "%2F..%2F", "%2F.%2F", "%2F%2F")
_JOINTS = ("/", ",", ";", ":", "%2C", "/versions/", "%2Fversions%2F", "/../")
_ENCODED = re.compile("%[0-9A-F]{2}")


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
        f"{mine}?{draw.choice(('model', 'Model', 'mo%64el', 'x=1&model', 'models', 'fallbacks'))}={theirs}",
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
        _rejoined(draw, theirs),
        _rejoined(draw, mine),
        _doubled(draw, mine, theirs),
        _doubled(draw, theirs, mine),
    )
    return draw.choice(shapes)


def respelled(draw: random.Random, path: str) -> str:
    """Return a path with some characters written otherwise: encoded once or twice, in the other case, over-long."""
    return "".join(_spelling(draw, character) if draw.random() < 0.2 else character for character in path)


def _rejoined(draw: random.Random, path: str) -> str:
    """Return a path whose encoded characters, such as the slash in a model's name, are written in another way."""
    return _ENCODED.sub(lambda found: draw.choice((*_ways(found[0]), *_SLASHES, draw.choice(PARTS))), path)


def _ways(encoded: str) -> tuple[str, ...]:
    digits, plain = encoded[1:], chr(int(encoded[1:], 16))
    return plain, f"%{digits.lower()}", f"%25{digits}", f"%25%{ord(digits[0]):x}{digits[1]}", f"%u00{digits}", ""


def _doubled(draw: random.Random, path: str, other: str) -> str:
    """Return a path with the names of two models, one behind the other."""
    own = path.split("/")
    place = draw.randrange(1, len(own))
    added = draw.choice(other.split("/")[1:])
    joined = f"{own[place]}{draw.choice((*_SLASHES, *_JOINTS))}{added}"
    return "/".join((*own[:place], joined, *own[place + 1 :]))


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
