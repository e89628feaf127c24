"""What every preset is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.declaration_error import Finding
    from constructs_lib.declaration.props import Declaration, GatewayProps, PresetName, TokenBinding
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["Preset"]


class Preset(ABC):
    """Writes the files of one gateway, and says what it needs from the realm."""

    name: ClassVar[PresetName]
    """How it is asked for."""
    reads_bodies: ClassVar[bool] = False
    """Whether it can tell models apart by the body of a request."""
    checks_paths: ClassVar[bool] = True
    """Whether it decides by the request's path, so that it needs the declared routes."""
    takes_machines: ClassVar[bool] = True
    """Whether consumers' tokens open anything."""
    limits: ClassVar[tuple[str, ...]] = ()
    """What it cannot check, or checks in its own way; stands at the head of its files."""

    @abstractmethod
    def render(self, api: ProtectedApi) -> dict[str, str]:
        """Return the files' texts by name.

        Args:
            api: What to check.
        """

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
