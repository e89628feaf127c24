"""Constrained URLs, each with the reason for its bound; unresolved values pass, as in `values`."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from constructs_lib.declaration.props.text_rules import TextCheck, TextPattern

__all__ = ["BaseUrl", "HttpUrl", "has_possible_host"]

_LONGEST_HOST = 253
# With an underscore, which containers have in their names.
_LABEL = re.compile(r"\w(?:[\w-]{0,61}\w)?", re.ASCII)


def has_possible_host(url: str) -> bool:
    """Tell whether a client could connect to a URL's host, and to its port if it has one."""
    try:
        parts = urlsplit(url)
        return _is_possible(parts.hostname or "") and parts.port != 0
    except ValueError:
        return False


def _is_possible(host: str) -> bool:
    """Tell whether a host is an address, or a name within the limits of the DNS (RFC 1035 section 2.3.4)."""
    labels = host.removesuffix(".").split(".")
    if ":" in host or labels[-1].isdecimal():
        try:
            return bool(ip_address(host))
        except ValueError:
            return False
    return len(host) <= _LONGEST_HOST and all(_LABEL.fullmatch(label) for label in labels)


HttpUrl = Annotated[
    str,
    TextPattern(
        r"https?://(?![/?#])[^\x00-\x20\x7f]+",
        "a URL starts with https:// (or http://) and a host",
        examples=("https://models.example.com",),
    ),
    TextPattern(
        r"https?://[^/?#@\\]+(?:[/?#].*)?",
        "a URL has its host alone before the path: take out the user name before '@', and any '\\'",
    ),
    # RFC 3986 section 2: brackets stand around an address alone. Java, and so Keycloak, reads no other URL.
    TextPattern(
        r"https?://[!$-.0-;=@-\[\]_a-z~]+(?:[/?#][!#-;=?-Z_a-z~]*)?",
        "a URL is ASCII without spaces, brackets and quotes (RFC 3986): percent-encode other characters, and write a "
        "host as 'xn--…'",
    ),
    TextPattern(
        "(?:[^%]|%[0-9A-Fa-f]{2})+", "in a URL two hexadecimal digits follow each '%': write '%25' for '%' itself"
    ),
    # RFC 3986 section 3.2.2: one program decodes a name, the next looks it up as it is, a third stops at `%00`.
    TextPattern(
        "https?://[^/?#%]+(?:[/?#].*)?", "a URL's host is written without '%': write the characters themselves"
    ),
    TextCheck(has_possible_host, "a URL's host, and its port if it has one, must be possible ones"),
]
BaseUrl = Annotated[
    HttpUrl,
    TextPattern(
        "[^?#]+",
        "a URL that others begin with has no query and no fragment: take out '?' or '#' and what follows it",
        examples=("https://sso.example.com",),
    ),
]
"""What issuers and resources are named by (OpenID Connect Discovery section 3, RFC 8707 section 2)."""
