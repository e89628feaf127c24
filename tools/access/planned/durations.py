"""Durations of plans as people write them."""

from __future__ import annotations

import re

from constructs_lib.declaration.props.values import duration_text
from constructs_lib.guardrails.terraform.durations import seconds

__all__ = ["spelled_duration"]

_SECONDS = re.compile(r"[0-9]+")


def spelled_duration(value: str) -> str:
    """Return a duration of Go's, or a number of seconds, as people write it: `5m`."""
    found = float(value) if _SECONDS.fullmatch(value) else seconds(value)
    return value if found is None or not found.is_integer() else duration_text(int(found))
