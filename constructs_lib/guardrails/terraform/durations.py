"""Durations as the provider takes them."""

from __future__ import annotations

import re

__all__ = ["seconds"]

_PART = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|ms|s|m|h)")
_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 0.001, "s": 1, "m": 60, "h": 3600}


def seconds(text: str | None) -> float | None:
    """Return a Go duration such as `1h30m` in seconds; None when it is none, or has a sign: no duration needs one."""
    if text is None or not re.fullmatch(f"(?:{_PART.pattern})+", text):
        return None
    return sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(text))
