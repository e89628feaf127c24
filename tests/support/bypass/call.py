"""A call that a token opens, or does not, as a gateway's routes have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constructs_lib.gateways.route import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import Route

__all__ = ["Body", "Call", "calls_of"]

Body = Literal["none", "json", "multipart"]
"""Where the model's name is: in the path, or in a body of this kind."""


@dataclass(frozen=True)
class Call:
    """One request without its token.

    Attributes:
        method: HTTP method.
        path: The path, with a version where it takes one.
        body: Which kind of body names the model.
        model: The model that the body names.
    """

    method: str
    path: str
    body: Body = "none"
    model: str = ""


def calls_of(api: ProtectedApi, roles: Iterable[str]) -> tuple[tuple[Call, ...], tuple[Call, ...]]:
    """Return the calls that some role opens, and all other calls that the API has.

    Args:
        api: What a gateway checks.
        roles: Roles of a token.
    """
    held = set(roles)
    mine: set[Call] = set()
    theirs: set[Call] = set()
    for route in api.routes:
        path = route.path.replace(VERSION, "1")
        call = Call(route.method, path, *_body(route))
        (mine if held.intersection(api.roles(route)) else theirs).add(call)
    return _sorted(mine), _sorted(theirs - mine)


def _body(route: Route) -> tuple[Body, str]:
    if route.named_in in ("json", "multipart"):
        return ("json" if route.named_in == "json" else "multipart"), route.model
    return "none", ""


def _sorted(calls: set[Call]) -> tuple[Call, ...]:
    return tuple(sorted(calls, key=lambda call: (call.path, call.method, call.model)))
