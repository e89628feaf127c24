"""Addresses for gateways of tests."""

from __future__ import annotations

from tools.demo.ports import any_free_port

__all__ = ["free_address"]


def free_address() -> str:
    """Return a loopback address and port that nothing listens on."""
    return f"127.0.0.1:{any_free_port()}"
