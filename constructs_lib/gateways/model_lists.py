"""Lists of models: where they are answered, and which models a caller sees there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelList

__all__ = ["Listing", "listings"]


@dataclass(frozen=True)
class Listing:
    """A list of models.

    Attributes:
        path: The path that answers it.
        form: Whose form it has.
        models: The models that are in it, sorted, each with the roles that open one of its routes.
    """

    path: str
    form: ModelList
    models: Mapping[str, tuple[str, ...]]


def listings(api: ProtectedApi) -> tuple[Listing, ...]:
    """Return the lists, sorted: of models that have no route here, none tells.

    Args:
        api: What a gateway checks.
    """
    roles: dict[str, dict[str, None]] = {}
    for route in api.routes:
        if route.model:
            roles.setdefault(route.model, {}).update(dict.fromkeys(api.roles(route)))
    return tuple(
        Listing(
            route.path,
            route.lists,
            {model: tuple(roles[model]) for model in sorted({pair.model for pair in route.allowed} & roles.keys())},
        )
        for route in api.routes
        if route.lists
    )
