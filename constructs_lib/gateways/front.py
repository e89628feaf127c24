"""What is declared around one gateway, for those who look for faults in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.gateways.paths import action_rows, routes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.access_policy import ModelAction
    from constructs_lib.declaration.props import GatewayProps, ModelProps
    from constructs_lib.gateways.paths import ActionRows
    from constructs_lib.gateways.route import Route

__all__ = ["Front"]


@dataclass(frozen=True)
class Front:
    """A gateway and the models behind it.

    Attributes:
        pairs: Everything that one may do with some model behind the gateway, sorted.
        gateway: What is declared of the gateway.
        models: All models by name.
        subject: What a message begins with.
    """

    pairs: tuple[ModelAction, ...]
    gateway: GatewayProps
    models: Mapping[str, ModelProps]
    subject: str

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Every request that some role allows, sorted."""
        return routes(self.pairs, self.gateway, self.models)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The models behind the gateway, sorted."""
        return tuple(sorted({pair.model for pair in self.pairs}))

    def rows(self, pair: ModelAction) -> ActionRows:
        """Return the requests of an action with a model."""
        return action_rows(pair, self.models[pair.model], self.gateway.paths)
