"""In which order a login flow takes its steps, as one value that can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.canonical import ANY_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["is_same_order", "order_text"]

_THEN = ", then "


def order_text(steps: Iterable[str]) -> str:
    """Return steps in their order as one value; empty where there are not two."""
    listed = list(steps)
    return _THEN.join(listed) if len(listed) > 1 else ""


def is_same_order(expected: str, live: str) -> bool:
    """Tell whether the steps that both have come in the same order.

    Args:
        expected: As `order_text` writes it, or `ANY_VALUE`.
        live: As `order_text` writes it.
    """
    if ANY_VALUE in (expected, live):
        return True
    one, other = expected.split(_THEN), live.split(_THEN)
    return [step for step in one if step in other] == [step for step in other if step in one]
