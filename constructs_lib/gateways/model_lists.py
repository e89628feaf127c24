"""Which models a caller sees in a list of models."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["listed_models"]


def listed_models(api: ProtectedApi) -> dict[str, tuple[str, ...]]:
    """Return the models that some route is for, sorted, each with the roles that open one of its routes.

    Args:
        api: What a gateway checks.
    """
    roles: dict[str, dict[str, None]] = {}
    for route in api.routes:
        if route.model:
            roles.setdefault(route.model, {}).update(dict.fromkeys(api.roles(route)))
    return {model: tuple(roles[model]) for model in sorted(roles)}
