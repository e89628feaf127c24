"""Declared realms, and what the stacks make in them whatever an apply decides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.readings import as_flag, settled
from constructs_lib.guardrails.terraform.symbol import OpenList, Symbol
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["DeclaredRealm", "declared_realms", "is_spelled", "own_realms"]

_REALM = "keycloak_realm"


@dataclass(frozen=True)
class DeclaredRealm:
    """A declaration, and what the stacks make of it.

    Attributes:
        configuration: The stacks.
        checked: What is declared.
    """

    configuration: Configuration
    checked: CheckedDeclaration[Declaration]

    @property
    def declaration(self) -> Declaration:
        """What is declared."""
        return self.checked.declaration

    @cached_property
    def realm(self) -> Resource | None:
        """The realm, where a stack makes it."""
        name = self.declaration.realm.name
        return next((each for each in self.configuration.resources(_REALM) if each.text("realm") == name), None)

    def violation(self, fault: str) -> Violation:
        """Object to the realm, of which something is missing."""
        if self.realm is not None:
            return self.realm.violation(fault)
        subject = self.configuration.stacks[0].subject
        return Violation(subject, f"realm '{self.declaration.realm.name}': {fault}")

    def made(self, *types: str, having: Mapping[str, object] | None = None) -> Iterator[Resource]:
        """Yield the resources of some types in the realm that are made for sure.

        What `count` or `for_each` decides about at apply may not be there.

        Args:
            types: The types.
            having: Arguments that they have among theirs.
        """
        for each in self.some(*types):
            if each.decided_by is None and all(is_spelled(each, key, value) for key, value in (having or {}).items()):
                yield each

    def some(self, *types: str) -> Iterator[Resource]:
        """Yield the resources of some types in the realm, those too that an apply decides about."""
        for each in types or self._by_type:
            yield from self._by_type.get(each, ())

    def has(self, resource: Resource) -> bool:
        """Tell whether a resource is in the realm, for sure."""
        return self.declaration.realm.name in (resource.text("realm_id"), resource.text("realm"))

    @cached_property
    def _by_type(self) -> Mapping[str, Sequence[Resource]]:
        found: dict[str, list[Resource]] = {}
        for each in self.configuration.resources():
            if self.has(each):
                found.setdefault(each.type, []).append(each)
        return found

    def referred(self, value: Value) -> Resource | None:
        """Return the resource whose id a value is for sure; None where an expression decides about it."""
        if isinstance(value, Symbol) and not value.is_reference:
            return None
        targets = list(self.configuration.targets(value))
        return targets[0] if len(targets) == 1 and targets[0].decided_by is None else None

    def members(self, resource: Resource, argument: str) -> list[Resource]:
        """Return the resources whose ids are in a list argument for sure."""
        value = resource.value(argument)
        items = value if isinstance(value, list) and not isinstance(value, OpenList) else []
        return [each for item in items if (each := self.referred(item)) is not None]


def declared_realms(configuration: Configuration) -> Iterator[DeclaredRealm]:
    """Yield the realms that the stacks are made from."""
    for checked in configuration.declared:
        yield DeclaredRealm(configuration, checked)


def own_realms(configuration: Configuration) -> Iterator[DeclaredRealm]:
    """Yield those of them that are made here: one that is joined is its owner's to set (KC-JOINED-REALM)."""
    return (each for each in declared_realms(configuration) if not each.declaration.realm.is_joined)


def is_spelled(resource: Resource, argument: str, expected: object) -> bool:
    """Tell whether an argument is a value; of a map of settings, whether these entries are among its own."""
    if isinstance(expected, dict):
        return all(_is(resource.setting(key), each) for key, each in expected.items())
    if _is(resource.value(argument), expected):
        return True
    # A plan shows what the provider makes of a value that the code writes out: a duration in another way, say.
    return argument in resource.configured and _is(settled(resource.configured[argument]), expected)


def _is(value: Value, expected: object) -> bool:
    if isinstance(expected, bool):
        return as_flag(value) is expected
    return not isinstance(value, OpenList) and value == expected
