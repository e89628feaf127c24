"""Look into tokens."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

__all__ = ["claims_in", "claims_of", "header_of"]


def header_of(response: httpx.Response) -> dict[str, Any]:
    """Return the header of the access token in a token endpoint's answer."""
    return _part(response, 0)


def claims_of(response: httpx.Response) -> dict[str, Any]:
    """Return the claims of the access token in a token endpoint's answer; its signature is not checked."""
    return _part(response, 1)


def claims_in(token: str) -> dict[str, Any]:
    """Return the claims of a token; its signature is not checked."""
    return _decoded(token, 1)


def _part(response: httpx.Response, index: int) -> dict[str, Any]:
    return _decoded(response.json()["access_token"], index)


def _decoded(token: str, index: int) -> dict[str, Any]:
    encoded = token.split(".")[index]
    return dict(json.loads(base64.urlsafe_b64decode(encoded + "==")))
