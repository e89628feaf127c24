"""Addresses in URLs."""

from __future__ import annotations

import re

__all__ = ["is_closed", "scheme_of"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# What browsers take away: controls and spaces around a URL, line ends and tabs within (WHATWG URL, section 4.4).
_AROUND = "".join(map(chr, range(33)))
_WITHIN = re.compile(r"[\t\n\r]")


def scheme_of(url: str) -> str | None:
    """Return the scheme of a URL in lower case, as browsers read it; None of what has none, or is not known yet."""
    found = _SCHEME.match(_WITHIN.sub("", url.strip(_AROUND)))
    return found[1].lower() if found else None


def is_closed(scheme: str) -> bool:
    """Tell whether a scheme is https, or an app's own, a domain name backwards (RFC 8252 section 7.1)."""
    return scheme == "https" or "." in scheme
