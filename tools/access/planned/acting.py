"""Consumers whose tokens name them as acting for a person, by the mappers of plans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.token_settings import ACTOR_CLAIM, CLIENT_ID_CLAIM
from tools.runner.things import base_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.access.planned.objects import Objects
    from tools.access.planned.stack import Instance

__all__ = ["acting_clients", "actor_member"]

_MAPPER = "keycloak_generic_protocol_mapper"
_OURS = re.compile(r"(?:.*_)?Access_Consumers_Actor(?P<member>ClientId|Sub)Claim")
_CLAIMS = {"ClientId": f"{ACTOR_CLAIM}.{CLIENT_ID_CLAIM}", "Sub": f"{ACTOR_CLAIM}.sub"}


def acting_clients(objects: Objects, *, later: bool) -> frozenset[str]:
    """Return the clients that name themselves, and their account, in the claim `act`.

    Args:
        objects: Everything in the plans.
        later: After the apply, not before it.
    """
    found: dict[str, set[str]] = {member: set() for member in _CLAIMS}
    for instance in objects.of(_MAPPER):
        values = instance.side(later=later)
        if values is not None and (member := actor_member(instance, values)):
            found[member].add(str(instance.index))
    return frozenset(set.intersection(*found.values()))


def actor_member(instance: Instance, values: Mapping[str, Any]) -> str | None:
    """Return which member of `act` a mapper of ours writes; None for any other mapper, and for one that lies.

    Args:
        instance: A mapper.
        values: Its arguments, on the side that is asked about.
    """
    ours = _OURS.fullmatch(base_name(instance.name))
    if instance.type != _MAPPER or ours is None or instance.index is None:
        return None
    config = values.get("config")
    if not isinstance(config, dict):  # known after the apply
        return ours["member"]
    names_itself = ours["member"] == "Sub" or config.get("claim.value") == instance.index
    return ours["member"] if config.get("claim.name") == _CLAIMS[ours["member"]] and names_itself else None
