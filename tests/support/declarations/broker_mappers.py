"""Mappers of identity providers, as guardrails read them."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["Resources", "claims", "custom", "typed"]

Resources = dict[str, dict[str, Any]]
"""By address."""
_NAMED = {"realm": "ml", "identity_provider_alias": "corp", "name": "m"}


def typed(kind: str, **arguments: object) -> Resources:
    """Return a typed mapper, of an identity provider whose claims count anew at each login."""
    return {
        f"keycloak_{kind}_identity_provider_mapper.M": {**_NAMED, **arguments},
        "keycloak_oidc_identity_provider.Corp": {"realm": "ml", "alias": "corp", "sync_mode": "FORCE"},
    }


def custom(kind: str, **settings: str) -> Resources:
    """Return a mapper by its kind."""
    return typed("custom", identity_provider_mapper=kind, extra_config=settings)


def claims(*keys: str) -> str:
    """Return what Keycloak calls a map of claims."""
    return json.dumps([{"key": key, "value": "x"} for key in keys])
