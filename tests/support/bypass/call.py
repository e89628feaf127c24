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

Body = Literal["none", "json", "multipart", "protobuf"]
"""Where the model's name is: in the path, or in a body of this kind."""
_BODIES: dict[str, Body] = {"json": "json", "multipart": "multipart", "protobuf": "protobuf"}


@dataclass(frozen=True)
class Call:
    """One request without its token.

    Attributes:
        method: HTTP method.
        template: The path at the gateway, `{version}` in it where it takes one.
        body: Which kind of body names the model.
        model: The model that the body names.
        field: Number of the field that names it in a message.
        prefix: What the server does not get of the path.
        server: URL of the server that it belongs to.
    """

    method: str
    template: str
    body: Body = "none"
    model: str = ""
    field: int = 0
    prefix: str = ""
    server: str = ""

    @property
    def path(self) -> str:
        """The path at the gateway, with a version where it takes one."""
        return self.template.replace(VERSION, "1")

    @property
    def seen(self) -> str:
        """The path at the server, `{version}` in it where it takes one."""
        return self.template.removeprefix(self.prefix)


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
        (mine if held.intersection(api.roles(route)) else theirs).add(_call(api, route))
    return _sorted(mine), _sorted(theirs - mine)


def _call(api: ProtectedApi, route: Route) -> Call:
    body = _BODIES.get(route.named_in, "none")
    return Call(
        route.method,
        route.path,
        body,
        "" if body == "none" else route.model,
        route.field,
        route.prefix,
        route.server or api.gateway.upstream,
    )


def _sorted(calls: set[Call]) -> tuple[Call, ...]:
    return tuple(sorted(calls, key=lambda call: (call.path, call.method, call.model)))
