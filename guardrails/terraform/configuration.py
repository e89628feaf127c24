"""All stacks that are judged together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guardrails.terraform.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guardrails.terraform.resource import Resource
    from guardrails.terraform.symbol import Symbol

__all__ = ["Configuration"]


class Configuration:
    """The stacks of an app, with references between them followed.

    Args:
        stacks: Terraform JSON by the stack's name.
    """

    def __init__(self, stacks: Mapping[str, Mapping[str, Any]]) -> None:
        neighbours: dict[str, Stack] = {}
        for name, json in stacks.items():
            neighbours[name] = Stack(name, json, neighbours)
        self.stacks = tuple(neighbours.values())
        self._by_place = {(each.stack, each.address, each.instance): each for each in self.resources()}

    def resources(self, *types: str) -> Iterator[Resource]:
        """Yield the resource instances of some types, or all."""
        for stack in self.stacks:
            for resource in stack.resources:
                if not types or resource.type in types:
                    yield resource

    def target(self, symbol: Symbol) -> Resource | None:
        """Return the resource instance that a symbol is an attribute of."""
        if symbol.stack is None or symbol.address is None:
            return None
        return self._by_place.get((symbol.stack, symbol.address, symbol.instance))

    def referring(self, resource: Resource, *types: str, argument: str) -> Iterator[Resource]:
        """Yield the resources of some types whose argument refers to a resource: its default scopes, its mappers."""
        for other in self.resources(*types):
            if any(self.target(symbol) is resource for symbol in other.symbols(argument)):
                yield other

    def of_realm(self, realm: Resource, *types: str) -> Iterator[Resource]:
        """Yield the resources of some types in a realm."""
        name = realm.text("realm")
        for other in self.resources(*types):
            if name is not None and name in (other.text("realm_id"), other.text("realm")):
                yield other
