"""How long a gateway may go on taking what has ended: tokens by clocks that differ, keys that the realm has dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props.values import duration_seconds, is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import GatewayProps

__all__ = ["time_findings"]

# RFC 7519 section 4.1.4: "usually no more than a few minutes".
_LONGEST_SKEW = "5m"
_LONGEST_CACHE = "1d"


def time_findings(gateway: GatewayProps, subject: str) -> Iterator[Finding]:
    """Yield what makes tokens outlive their end, and keys that were withdrawn sign on.

    Args:
        gateway: What is declared of the gateway.
        subject: What messages begin with.
    """
    for name, limit, meaning in (
        ("clock_skew", _LONGEST_SKEW, "tokens are taken for as long after they expire (RFC 7519 section 4.1.4)"),
        ("key_cache", _LONGEST_CACHE, "a key that the realm has dropped is believed for as long"),
    ):
        value: str = getattr(gateway, name)
        if not is_unresolved(value) and duration_seconds(value) > duration_seconds(limit):
            yield Finding(
                ("gateway", name), f"{subject}: gateway.{name} must not exceed {limit}, got '{value}': {meaning}"
            )
