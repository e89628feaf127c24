"""Requests that need no token, where the style of the server has none of that kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.gateways.styles import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.gateways.front import Front

__all__ = ["open_findings"]


def open_findings(front: Front) -> Iterator[Finding]:
    """Yield what is opened and is no path of the server.

    Args:
        front: The gateway and the models behind it.
    """
    paths = front.gateway.paths
    style = STYLES[paths.style]
    known = {
        "health": style.health if paths.health is None else paths.health,
        "metrics": style.metrics if paths.metrics is None else paths.metrics,
    }
    for kind in front.gateway.open:
        if not known[kind]:
            yield Finding(
                ("gateway", "open"),
                f"{front.subject}: {style.server} answers no request for {kind} where it answers models: name one in "
                f"gateway.paths.{kind}, or leave {kind} out of gateway.open",
            )
