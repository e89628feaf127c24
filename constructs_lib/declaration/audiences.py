"""Which audiences some gateways take for the same."""

from __future__ import annotations

__all__ = ["as_gateways_read"]

_SCHEMES = ("https://", "http://")


def as_gateways_read(audience: str) -> str:
    """Return what Envoy's own filter compares, by which Istio and Envoy Gateway decide: no scheme, no slash at the end.

    Args:
        audience: As it is declared.
    """
    for scheme in _SCHEMES:
        audience = audience.removeprefix(scheme)
    return audience.removesuffix("/")
