"""What a deployment sets in a realm that was there before: our value, and the key that keeps the one of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.own_client_values import OWN_CLIENT_VALUES
from constructs_lib.declaration.own_realm_values import OWN_PERSON_VALUES, OWN_REALM_VALUES

if TYPE_CHECKING:
    from constructs_lib.declaration.own_value import Of, OwnValue

__all__ = ["OWN_VALUES", "own_values_of"]

OWN_VALUES: tuple[OwnValue, ...] = (*OWN_REALM_VALUES, *OWN_CLIENT_VALUES, *OWN_PERSON_VALUES)
"""Every argument that a deployment sets of what may have been there before."""


def own_values_of(resource: str, argument: str, *, of: Of | None = None) -> tuple[OwnValue, ...]:
    """Return what is known of an argument: nothing where no deployment sets it.

    Args:
        resource: Type of the provider's resource.
        argument: Name of the argument; one of a block is written `block.argument`.
        of: What it is a setting of, where that is known.
    """
    return tuple(
        each for each in OWN_VALUES if (each.resource, each.argument) == (resource, argument) and of in (None, each.of)
    )
