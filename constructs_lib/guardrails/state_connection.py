"""How a connection string reaches a database: by TLS, or on this machine."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from constructs_lib.declaration.loopback import is_loopback_address

__all__ = ["UNCHECKED", "WITHOUT_TLS", "connection_fault", "is_here", "ssl_mode"]

WITHOUT_TLS = "is without TLS"
"""What is wrong with a connection that may be in clear text."""
UNCHECKED = "does not check the certificate"
"""What is wrong with a connection that anybody on the way may answer."""

# As a URL has it, and as a text of keys and values does.
_MODE = re.compile(r"sslmode\s*=\s*'?([a-z-]+)")
_HOST = re.compile(r"(?:^|[\s?&])host(?:addr)?\s*=\s*'?([^\s&']+)")
_CHECKED = ("verify-ca", "verify-full")


def ssl_mode(text: str) -> str | None:
    """Return the `sslmode` of a connection string (PostgreSQL: "SSL Support"); None where it says none."""
    found = _MODE.search(text.lower())
    return found[1] if found else None


def connection_fault(text: str, *, default: str = "require") -> str | None:
    """Say what is wrong with a connection to PostgreSQL, in words that do not repeat it; None where nothing is.

    Args:
        text: The connection string: a URL, or keys and values.
        default: Its mode where it says none: Go's driver, which Terraform has, then requires TLS and checks nothing.
    """
    mode = ssl_mode(text) or default
    if is_here(text) or mode in _CHECKED:
        return None
    if mode != "require":
        return WITHOUT_TLS
    # With a root certificate, the driver checks as verify-ca does.
    return None if "sslrootcert" in text.lower() else UNCHECKED


def is_here(text: str) -> bool:
    """Tell whether a URL, or a text such as `host=localhost dbname=tf`, names this machine and no other."""
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return False
    hosts = [*([host] if host else []), *_HOST.findall(text)]
    return bool(hosts) and all(
        each == "localhost" or each.startswith("/") or is_loopback_address(f"//{each}") for each in hosts
    )
