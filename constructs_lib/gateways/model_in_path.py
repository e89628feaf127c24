"""How a model's name is written in the path of a request: as clients write it, and no other way.

In a `Route.path` each character of a name that URLs may hold in two ways is percent-encoded (RFC 3986 section 2.1):
`/v2/models/qwen3%3A8b/infer`. A client may send `:`, `@` and `+` as they are or encoded, in hexadecimal digits of
either case; a slash and a space are always encoded, since a slash as it is begins the next part of the path. Letters,
digits, `.`, `_` and `-` are never encoded by any client: such a request is refused, as one that is encoded twice is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "EITHER_WAY",
    "decoded",
    "has_spellings",
    "name_in_path",
    "pattern_of",
    "spelled_shortest",
    "spellings",
    "with_slashes",
]

EITHER_WAY: Mapping[str, str] = {quote(plain, safe=""): plain for plain in ":@+"}
"""What a client may encode in a path or not, as it likes, by its encoded form: a part of a path may hold it as it is
(RFC 3986 section 3.3), where it means nothing to a server."""

_ENCODED = re.compile("%([0-9A-F])([0-9A-F])")
# Of what else paths may hold, the dot alone means something in an expression.
_SPECIAL = re.compile(r"[.+]")


def name_in_path(model: str) -> str:
    """Return a model's name as it is written in a `Route.path`: `meta-llama%2FLlama-3.1-8B`."""
    return quote(model, safe="")


def has_spellings(path: str) -> bool:
    """Tell whether a client may write a path in more than one way: then it is to be matched by its `pattern_of`."""
    return "%" in path


def with_slashes(path: str) -> bool:
    """Tell whether a slash in a path is part of a model's name: many a proxy refuses it, or takes it for another."""
    return "%2F" in path


def spelled_shortest(path: str) -> str:
    """Return a path with no more of a name encoded than must be: `/v2/models/qwen3:8b`, `/v2/models/org%2Fmodel`."""
    return spellings(path)[0]


def decoded(path: str) -> str:
    """Return a path as a server reads it that decodes it before it looks where to send it."""
    return unquote(path)


def pattern_of(path: str) -> str:
    """Return a path as a regular expression, in the syntax that RE2, PCRE and Python share, for the path as it is sent.

    Args:
        path: Of a route, or a part of it.
    """
    return _ENCODED.sub(_either, _escaped(path))


def spellings(path: str) -> tuple[str, ...]:
    """Return a path in each of the ways in which clients write it as a whole, for a gateway that compares texts.

    A client writes all of a name in one way: as it is, or encoded, in digits of one case.
    """
    ways = (
        _ENCODED.sub(lambda found: EITHER_WAY.get(found[0], found[0]), path),
        path,
        _ENCODED.sub(lambda found: found[0].lower(), path),
    )
    return tuple(dict.fromkeys(ways))


def _either(found: re.Match[str]) -> str:
    digits = "".join(digit if digit.isdigit() else f"[{digit}{digit.lower()}]" for digit in found.groups())
    plain = EITHER_WAY.get(found[0])
    return f"(?:{_escaped(plain)}|%{digits})" if plain else f"%{digits}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
