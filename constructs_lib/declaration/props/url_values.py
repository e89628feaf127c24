"""Constrained URLs, each with the reason for its bound; unresolved values pass, as in `values`."""

from __future__ import annotations

import re
from dataclasses import replace
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from constructs_lib.declaration.props.text_rules import TextCheck, TextPattern

__all__ = ["APP_URL", "AppUrl", "BaseUrl", "HttpUrl", "has_possible_host"]

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


APP_URL = re.compile(r"[a-z][a-z0-9-]*(?:[.][a-z0-9-]+)+:/(?:[!$-.0-;=@A-Z_a-z~][!$-;=?-Z_a-z~]*)?")
"""A URL of an app on a person's device: its scheme is a domain name backwards, and no host follows (RFC 8252 section
7.1)."""

_HTTP_RULES = (
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
)
HttpUrl = Annotated[str, *_HTTP_RULES]
BaseUrl = Annotated[
    HttpUrl,
    TextPattern(
        "[^?#]+",
        "a URL that others begin with has no query and no fragment: take out '?' or '#' and what follows it",
        examples=("https://sso.example.com",),
    ),
]
"""What issuers and resources are named by (OpenID Connect Discovery section 3, RFC 8707 section 2)."""


def _or_of_an_app(rule: TextPattern | TextCheck) -> TextPattern | TextCheck:
    if isinstance(rule, TextPattern):
        return replace(rule, pattern=f"{APP_URL.pattern}|{rule.pattern}", examples=())
    return TextCheck(lambda value: APP_URL.fullmatch(value) is not None or rule.check(value), rule.rule)


AppUrl = Annotated[
    str,
    TextPattern(
        f"{APP_URL.pattern}|https?://(?![/?#]).*",
        "a URL starts with https:// (or http://) and a host; an app on a person's device has a scheme of its own, a "
        "domain name backwards, and one slash, such as 'com.example.app:/callback'",
        examples=("https://ui.example.com/callback", "com.example.app:/callback"),
    ),
    *map(_or_of_an_app, _HTTP_RULES),
]
"""An `HttpUrl`, or a URL of an app's own scheme."""
