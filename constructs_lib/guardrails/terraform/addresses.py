"""Addresses in URLs."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

__all__ = ["as_browsers_read", "is_loopback", "scheme_of"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AROUND = "".join(map(chr, range(33)))
_WITHIN = re.compile(r"[\t\n\r]")


def as_browsers_read(url: str) -> str:
    """Return a URL without what browsers take away: control characters and spaces around it, tabs and line ends within.

    A backslash is a slash to them (WHATWG URL, section 4.4).
    """
    return _WITHIN.sub("", url.strip(_AROUND)).replace("\\", "/")


def scheme_of(url: str) -> str | None:
    """Return the scheme of a URL in lower case, as browsers read it; None of what has none, or is not known yet."""
    found = _SCHEME.match(as_browsers_read(url))
    return found[1].lower() if found else None


def is_loopback(url: str) -> bool:
    """Tell whether a URL names this machine by a loopback address; a name such as `localhost` may be another's."""
    try:
        return ipaddress.ip_address(urlsplit(url).hostname or "").is_loopback
    except ValueError:  # a name, or no URL
        return False
