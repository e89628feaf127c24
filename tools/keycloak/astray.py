"""Paths of the Admin API that an id within them leads elsewhere.

Whoever may make clients, client scopes, flows or components in a realm chooses their ids, any 36 characters (Keycloak
26.7.3), and names of roles have no bounds at all. A flow of the id `../../../other` is the realm `other` to a server
that resolves dots in paths (RFC 3986 section 5.2.4), and an administrator of both would delete that realm with it.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

__all__ = ["leads_astray"]

_DOTS = frozenset({".", ".."})
# What ends a path, stands for a slash, or is no part of one, unless it is written by its number.
_ENDS = re.compile(r"[?#\\\x00-\x1f\x7f]")


def leads_astray(path: str) -> bool:
    """Tell whether a path is another one to the server than it seems: by dots, a query, or a fragment.

    Args:
        path: What is behind `/admin/`, with ids and names as they are sent.
    """
    return bool(_ENDS.search(path)) or any(unquote(part) in _DOTS for part in path.split("/"))
