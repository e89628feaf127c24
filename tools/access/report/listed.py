"""What a row lists where there are more columns than people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction

__all__ = ["Listed", "listed"]

_FEW = 5
"""So many are named one by one."""


@dataclass(frozen=True)
class Listed:
    """One entry.

    Attributes:
        text: `fraud-detector:predict`, or `200 models:predict` for those that one grant of every model allows.
        pairs: What it stands for.
        reasons: Why that is allowed.
    """

    text: str
    pairs: tuple[ModelAction, ...]
    reasons: tuple[Reason, ...]


def listed(yes: Mapping[ModelAction, tuple[Reason, ...]]) -> tuple[Listed, ...]:
    """Return the entries of somebody.

    Args:
        yes: What somebody may do, and why.
    """
    return tuple(_entries(yes))


def _entries(yes: Mapping[ModelAction, tuple[Reason, ...]]) -> Iterator[Listed]:
    alike: dict[tuple[str, tuple[Reason, ...]], list[ModelAction]] = {}
    for pair, reasons in yes.items():
        alike.setdefault((pair.action, reasons), []).append(pair)
    for (action, reasons), pairs in alike.items():
        if len(pairs) > _FEW and any(reason.is_wide for reason in reasons):
            yield Listed(f"{len(pairs)} models:{action}", tuple(pairs), reasons)
        else:
            yield from (Listed(pair.shown, (pair,), reasons) for pair in pairs)
