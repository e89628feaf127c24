"""Addresses in URLs."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

__all__ = ["is_loopback"]


def is_loopback(url: str) -> bool:
    """Tell whether a URL names this machine by a loopback address; a name such as `localhost` may be another's."""
    try:
        return ipaddress.ip_address(urlsplit(url).hostname or "").is_loopback
    except ValueError:  # a name, or no URL
        return False
