"""How long tests wait for a server that other tests keep busy."""

from __future__ import annotations

__all__ = ["PATIENCE_S"]

PATIENCE_S = 60.0
"""Seconds until an HTTP request of a test counts as unanswered; not a bound on any figure."""
