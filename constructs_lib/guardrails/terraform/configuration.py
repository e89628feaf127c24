"""All stacks that are judged together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from constructs_lib.guardrails.terraform.askers import asks_for, listening
from constructs_lib.guardrails.terraform.block_lists import without_lists
from constructs_lib.guardrails.terraform.comments import without_key
from constructs_lib.guardrails.terraform.resource import Resource
from constructs_lib.guardrails.terraform.stack import Stack
from constructs_lib.guardrails.terraform.symbol import symbols_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.guardrails.terraform.emitted import Emitted
    from constructs_lib.guardrails.terraform.plan import Plan
    from constructs_lib.guardrails.terraform.symbol import Symbol, Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["Configuration"]

_CLIENT = "keycloak_openid_client"


class Judge(Protocol):
    """What judges a configuration: a rule."""

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Yield what violates it."""


class Configuration:
    """The stacks of an app, with references between them followed.

    Args:
        stacks: Terraform JSON by the stack's name.
        plans: Saved plans by the stack's name.
        declared: What the realms of the stacks are made from.
        keycloak_url: Public base URL of the server that the stacks are deployed to; None where nobody says it.
        backends: The blocks `backend` that stacks are declared to have, by the stack's name.
        emitted: What our constructs emitted into stacks, by the stack's name.
    """

    def __init__(
        self,
        stacks: Mapping[str, Mapping[str, Any]],
        plans: Mapping[str, Plan] | None = None,
        *,
        declared: Sequence[CheckedDeclaration[Declaration]] = (),
        keycloak_url: str | None = None,
        backends: Mapping[str, Mapping[str, Any]] | None = None,
        emitted: Mapping[str, Emitted] | None = None,
    ) -> None:
        self.declared = tuple(declared)
        self.backends = dict(backends or {})
        self.emitted = dict(emitted or {})
        self.keycloak_url = keycloak_url
        neighbours: dict[str, Stack] = {}
        for name, json in stacks.items():
            neighbours[name] = Stack(name, without_lists(json), neighbours, (plans or {}).get(name))
        self.stacks = tuple(neighbours.values())
        self._by_place = {
            (each.stack, each.address, each.instance): each
            for stack in self.stacks
            for each in (*stack.resources, *stack.data_sources)
        }
        self._by_address: dict[tuple[str, str], list[Resource]] = {}
        for (stack, address, _), each in self._by_place.items():
            self._by_address.setdefault((stack, address), []).append(each)
        self._by_id = {
            id_: Resource(
                each.type, stack.name, each.address, each.instance, f"{stack.name}/{each.address}", each.known()
            )
            for stack in self.stacks
            for id_, each in (stack.plan.by_id.items() if stack.plan else ())
        }
        self._judged: dict[int, tuple[Judge, tuple[Violation, ...]]] = {}
        self._referring: dict[str, dict[int, list[Resource]]] = {}
        self._heard: dict[int, set[tuple[int, str]]] = {}
        self._by_path: dict[str, list[Resource]] = {}

    def violations(self, rule: Judge) -> Sequence[Violation]:
        """Return what violates a rule; a second time without judging again."""
        if id(rule) not in self._judged:
            self._judged[id(rule)] = (rule, tuple(rule.judge(self)))
        return self._judged[id(rule)][1]

    def is_asked_for(self, rule: Judge, path: str, argument: str) -> bool:
        """Tell whether a rule looks at an argument of what a construct makes, or at a part of it.

        Args:
            rule: The rule, which judges once more: few are asked about.
            path: The path of the construct.
            argument: The argument; `.` goes into blocks and settings.
        """
        if id(rule) not in self._heard:
            with listening() as self._heard[id(rule)]:
                tuple(rule.judge(self))
        return any(asks_for(self._heard[id(rule)], each, argument) for each in self._made_by(path))

    def providers(self) -> Iterator[Resource]:
        """Yield the blocks that configure providers."""
        for stack in self.stacks:
            yield from stack.providers

    def data_sources(self) -> Iterator[Resource]:
        """Yield the data sources."""
        for stack in self.stacks:
            yield from stack.data_sources

    def resources(self, *types: str) -> Iterator[Resource]:
        """Yield the resource instances of some types, or all."""
        for stack in self.stacks:
            for resource in stack.resources:
                if not types or resource.type in types:
                    yield resource

    def target(self, symbol: Symbol) -> Resource | None:
        """Return the resource instance, or data source, that a symbol is an attribute of."""
        if symbol.stack is None or symbol.address is None:
            return None
        return self._by_place.get((symbol.stack, symbol.address, symbol.instance))

    def targets(self, value: Value) -> Iterator[Resource]:
        """Yield all resource instances, and data sources, whose attributes a value is, may be, or is made of.

        An id is that of a role, group or client, where a plan knows it.
        """
        if isinstance(value, str) and value in self._by_id:
            yield self._by_id[value]
        seen: set[int] = set()
        for symbol in symbols_in(value):
            for source in symbol.sources():
                exact = self.target(source)
                place = (source.stack or "", source.address or "")
                for each in (exact,) if exact else self._by_address.get(place, ()):
                    if id(each) not in seen:
                        seen.add(id(each))
                        yield each

    def at(self, stack: str, address: str) -> Sequence[Resource]:
        """Return the instances of a resource, or of a data source."""
        return self._by_address.get((stack, address), ())

    def _made_by(self, path: str) -> Sequence[Resource]:
        """Return the instances, and provider blocks, that a construct makes, by its path."""
        if not self._by_path:
            for each in (*self._by_place.values(), *self.providers()):
                self._by_path.setdefault(without_key(each.path), []).append(each)
        return self._by_path.get(path, ())

    def referring(self, resource: Resource, *types: str, argument: str) -> Iterator[Resource]:
        """Yield the resources of some types whose argument refers to a resource: its default scopes, its mappers."""
        if argument not in self._referring:
            self._referring[argument] = self._referrers(argument)
        for other in self._referring[argument].get(id(resource), ()):
            if not types or other.type in types:
                yield other

    def _referrers(self, argument: str) -> dict[int, list[Resource]]:
        """Return by `id()` of a resource what refers to it: looked up once, a rule asks for each of many clients."""
        found: dict[int, list[Resource]] = {}
        same = self._looked_up()
        for other in self.resources():
            # A client's own name, and that of a provider's client, is no reference.
            named = other.type.endswith(("_client", "_identity_provider"))
            values = other.symbols(argument) if named else other.followed(argument)
            for id_ in {id(each) for value in values for target in self.targets(value) for each in same(target)}:
                found.setdefault(id_, []).append(other)
        return found

    def _looked_up(self) -> Callable[[Resource], Iterator[Resource]]:
        """Return what yields a resource, and for a data source also the client that it looks up, declared here."""
        declared: dict[tuple[str | None, str | None], list[Resource]] = {}
        for client in self.resources(_CLIENT):
            declared.setdefault((client.text("realm_id"), client.text("client_id")), []).append(client)

        def same(target: Resource) -> Iterator[Resource]:
            yield target
            if target.type == _CLIENT and target.address.startswith("data."):
                yield from declared.get((target.text("realm_id"), target.text("client_id")), ())

        return same

    def of_realm(self, realm: Resource, *types: str) -> Iterator[Resource]:
        """Yield the resources of some types in a realm."""
        name = realm.text("realm")
        for other in self.resources(*types):
            if name is not None and name in (other.text("realm_id"), other.text("realm")):
                yield other
