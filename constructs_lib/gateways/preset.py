"""What every preset is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, final

from constructs_lib.gateways.model_in_path import with_slashes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.declaration_error import Finding
    from constructs_lib.declaration.props import Declaration, GatewayProps, PresetName, TokenBinding
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelPlace, Route

__all__ = ["NO_CLUSTER", "Preset"]

NO_CLUSTER = "its control plane runs in Kubernetes, which no test has"
"""Why the files of a preset are checked by definitions alone."""

_EASY: frozenset[ModelPlace] = frozenset({"path", "bound", "nowhere"})
_UNREAD: Mapping[ModelPlace, str] = {
    "json": "by the request's body",
    "multipart": "by the fields of a form",
    "protobuf": "by the messages of gRPC",
}


class Preset(ABC):
    """Writes the files of one gateway, and says what it needs from the realm."""

    name: ClassVar[PresetName]
    """How it is asked for."""
    checked: ClassVar[str]
    """What real gateway and clients tests run its files with; or why none."""
    reads: ClassVar[frozenset[ModelPlace]] = frozenset()
    """Where beside the path it finds the model that a request names."""
    picks_servers: ClassVar[bool] = True
    """Whether a model may have a server of its own; those that send nothing on do not care."""
    takes_prefixes: ClassVar[bool] = False
    """Whether it takes the prefix of a model's paths away before the server."""
    serves_mcp: ClassVar[bool] = False
    """Whether it can tell the tools of an MCP server apart."""
    serves_mcp_alone: ClassVar[bool] = False
    """Whether it serves nothing else."""
    checks_paths: ClassVar[bool] = True
    """Whether it decides by the request's path, so that it needs the declared routes."""
    checks_actors: ClassVar[bool] = False
    """Whether it takes tokens that name who acts (`act`) from declared actors alone."""
    takes_slashes: ClassVar[bool] = False
    """Whether a model's name in a path may hold a slash, which is sent encoded: many a proxy decodes or refuses it."""
    takes_machines: ClassVar[bool] = True
    """Whether consumers' tokens open anything."""
    limits: ClassVar[tuple[str, ...]] = ()
    """What it cannot check, or checks in its own way; stands at the head of its files."""

    @final
    def render(self, api: ProtectedApi) -> dict[str, str]:
        """Return the files' texts by name. What the gateway cannot check stays closed, and the files say so.

        Args:
            api: What to check.
        """
        return self.files(api.without(frozenset(route for route in api.routes if self.unable(route))))

    @abstractmethod
    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return the files' texts by name.

        Args:
            api: What to check: routes that this gateway can check, and no others.
        """

    def unable(self, route: Route) -> str:
        """Return why it cannot check a route, as the end of a sentence; nothing if it can."""
        if self.checks_paths and not self.takes_slashes and with_slashes(route.path):
            return f"takes the slash in the name of model '{route.model}' for one between parts of a path"
        if route.named_in in _EASY or route.named_in in self.reads:
            return ""
        return f"cannot tell models apart {_UNREAD[route.named_in]}"

    def checked_bindings(self, gateway: GatewayProps) -> frozenset[TokenBinding]:  # noqa: ARG002 - for those that can
        """Return what it can check the proof of; a token that is bound to anything else is refused.

        Args:
            gateway: What is declared of the gateway.
        """
        return frozenset()

    def findings(self, declaration: Declaration, gateway: GatewayProps) -> Iterator[Finding]:  # noqa: ARG002 - for those that need something
        """Yield what the declaration lacks for this gateway: a claim that the realm does not issue, a client.

        Args:
            declaration: What the realm is made from.
            gateway: What is declared of the gateway.
        """
        yield from ()
