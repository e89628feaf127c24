"""Lists of models: where they are answered, and which models a caller sees there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelList

__all__ = ["listed_models", "lists_by_path"]


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


def lists_by_path(api: ProtectedApi) -> dict[str, ModelList]:
    """Return whose form each list of models has, by the path that answers it, sorted.

    Args:
        api: What a gateway checks.
    """
    return {route.path: route.lists for route in api.routes if route.lists}
