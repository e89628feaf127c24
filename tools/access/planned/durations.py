"""Durations of plans as people write them."""

from __future__ import annotations

import re

from constructs_lib.guardrails.terraform.durations import seconds

__all__ = ["spelled_duration"]

_SECONDS = re.compile(r"[0-9]+")
_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}


def spelled_duration(value: str) -> str:
    """Return a duration of Go's, or a number of seconds, as people write it: `5m`."""
    found = float(value) if _SECONDS.fullmatch(value) else seconds(value)
    return value if found is None or not found.is_integer() else _spelled(int(found))


def _spelled(whole: int) -> str:
    unit, size = next((unit, size) for unit, size in _UNITS.items() if whole % size == 0)
    return f"{whole // size}{unit}" if whole else "0s"
