"""Whether a URL stays on this machine."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, ip_address
from urllib.parse import urlsplit

__all__ = ["is_loopback", "is_loopback_address", "may_be_loopback"]

_LOOPBACK = IPv4Network("127.0.0.0/8")


def is_loopback(url: str) -> bool:
    """Whether a URL certainly names this machine: an address of 127.0.0.0/8, `::1` or `localhost`, spelled like that.

    What is allowed for a local environment alone is decided by this. No other spelling passes: neither a name below
    `localhost`, which a hosts file may send elsewhere, nor a number that some programs read as an address.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if "@" in parts.netloc or "\\" in parts.netloc:  # what a browser takes for the host is another part
        return False
    if host in {"localhost", "::1"}:
        return True
    try:
        return IPv4Address(host) in _LOOPBACK
    except ValueError:
        return False


def is_loopback_address(url: str) -> bool:
    """Whether a URL's host is an address of this machine, in numbers: a name such as `localhost` may be another's.

    Where people's browsers may be sent by http is decided by this (RFC 8252 sections 7.3 and 8.3).
    """
    try:
        return ip_address(urlsplit(url).hostname or "").is_loopback
    except ValueError:
        return False


def may_be_loopback(url: str) -> bool:
    """Whether a URL may name this machine, by a name below `localhost` (RFC 6761 section 6.3) or in another spelling.

    What is refused because it leads to the machine itself is decided by this.
    """
    host = urlsplit(url).hostname or ""
    return is_loopback(url) or host == "localhost" or host.endswith(".localhost") or is_loopback_address(url)
