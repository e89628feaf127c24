"""Small APIs behind a gateway, for tests that vary them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.catalog import PRESETS
from constructs_lib.gateways.checks import gateway_findings
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.support.declarations.declarations import declare
from tests.support.gateways.free_address import free_address

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration
    from tests.support.servers.token_issuer import TokenIssuer

__all__ = ["ENDPOINTS", "api_behind", "findings", "protect", "render"]

ENDPOINTS = RealmEndpoints("https://sso.example.com", "ml-prod")


def api_behind(issuer: TokenIssuer, upstream: str, declaration: Declaration, **gateway: object) -> ProtectedApi:
    """Return what a gateway of an address of its own checks."""
    values = {"listen": free_address(), "auth_listen": free_address(), "upstream": upstream, "clock_skew": "5s"}
    props = GatewayProps.model_validate({**values, **gateway})
    return ProtectedApi.of("tests", declaration, props, issuer.endpoints)


def protect(*, declared: dict[str, object] | None = None, **gateway: object) -> ProtectedApi:
    """Return what a gateway checks for a declaration of two models, `churn` and `fraud`."""
    return ProtectedApi.of("prod", declare(**(declared or {})), GatewayProps.model_validate(gateway), ENDPOINTS)


def findings(*presets: str, declared: dict[str, object] | None = None, **gateway: object) -> list[str]:
    """Return what stands in the way of presets, each with its place."""
    found = gateway_findings(declare(**(declared or {})), GatewayProps.model_validate(gateway), presets)
    return [f"{'.'.join(map(str, finding.path))}: {finding.message}" for finding in found]


def render(preset: str, *, declared: dict[str, object] | None = None, **gateway: object) -> dict[str, str]:
    """Return the files of a preset."""
    return PRESETS[preset].render(protect(declared=declared, **gateway))
