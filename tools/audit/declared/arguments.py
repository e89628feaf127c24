"""Which arguments a resource gives: one that comes to null is none, as Terraform has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.symbol import OpenMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["given_arguments", "without_nulls"]


def given_arguments(resource: Resource) -> Iterator[tuple[str, Value]]:
    """Yield the arguments that are given, by name; of the others the default of the provider, or of Keycloak, holds.

    Args:
        resource: The resource; `lookup({"a" = false}, each.key, null)` gives an argument to its instance `a` alone.
    """
    for name in resource.arguments:
        value = without_nulls(resource.value(name))
        if value is not None:
            yield name, value


def without_nulls(value: Value) -> Value:
    """Return a value without the entries of its maps, and the arguments of its blocks, that are null."""
    if isinstance(value, list):
        return type(value)(map(without_nulls, value))
    if not isinstance(value, dict):
        return value
    entries = {key: without_nulls(each) for key, each in value.items() if each is not None}
    return OpenMap(entries, value.rest) if isinstance(value, OpenMap) else entries
