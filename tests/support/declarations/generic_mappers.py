"""Mappers of tokens whose kind is a text."""

from __future__ import annotations

from typing import Any

__all__ = ["GENERIC", "generic"]

GENERIC = "keycloak_generic_protocol_mapper"


def generic(kind: str, **config: str) -> dict[str, Any]:
    """Return a generic mapper; `_` in a setting's name stands for a dot."""
    settings = {key.replace("_", "."): value for key, value in config.items()}
    return {"name": "m", "protocol": "openid-connect", "protocol_mapper": kind, "config": settings}
