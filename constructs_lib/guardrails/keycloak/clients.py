"""OAuth clients, as several rules see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["token_clients", "whole_number"]


def token_clients(configuration: Configuration) -> Iterator[Resource]:
    """Yield the OpenID Connect clients that tokens can be issued to: all but bearer-only ones."""
    for client in configuration.resources("keycloak_openid_client"):
        if client.text("access_type") != "BEARER-ONLY":
            yield client


def whole_number(value: Value) -> int | None:
    """Return a setting such as `"60"` as a number; None when it is not set, not known yet, or no number."""
    try:
        return int(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None
