"""KC-UNREAD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import OpenMap, Symbol
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["Unread"]

# Maps whose keys say what they are about: attributes decide, and texts are sent to anybody.
_KEYED = ("attributes", "texts")


class Unread(Rule):
    """What the other rules look at can be read.

    Args:
        rules: The other rules: what they ask for is what has to be read.
    """

    id = "KC-UNREAD"
    info = "an argument that a rule looks at cannot be read"
    why = (
        "A condition or a function around a value hides it from every rule. A warning for resources of other "
        "providers, of which rules look at secrets alone."
    )
    source = "ASVS 5.0 V13.1.1, Terraform language 'Expressions'"
    remedy = "write the value itself, or a variable alone; in a saved plan it is known (make guardrails PLAN=…)"

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to what the other rules asked for and could not read, and to numbers of instances."""
        for rule in self._rules:
            configuration.violations(rule)
        everything = (*configuration.resources(), *configuration.data_sources(), *configuration.providers())
        for resource in everything:
            unread = {name for name, value in resource.asked.items() if _is_unread(value)} | resource.hidden
            if _is_ours(resource):
                unread |= {name for name in _KEYED if _hides_keys(resource.arguments.get(name))}
            if resource.decided_by and resource.decided_by.unread:
                unread.add("count or for_each")
            for name in sorted(unread):
                fault = f"{name} cannot be read before an apply"
                yield Violation(resource.subject, fault, None if _is_ours(resource) else Level.WARNING)


def _is_unread(value: Value) -> bool:
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, Symbol) and item.unread for item in items)


def _hides_keys(value: Value) -> bool:
    """Tell whether a map has a key that is not known; a variable alone may be anything."""
    return isinstance(value, OpenMap) or _is_unread(value)


def _is_ours(resource: Resource) -> bool:
    return resource.type.startswith("keycloak_") or resource.address == "provider.keycloak"
