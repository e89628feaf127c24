"""Calls with tokens that are bound to a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.tokens.dpop_key import DpopKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Answer, Gateway

__all__ = ["INFER", "KEY", "bound_token", "call"]

INFER = "/v2/models/fraud/infer"
KEY = DpopKey()


def bound_token(site: Site, key: DpopKey = KEY, *roles: str, **claims: object) -> str:
    """Return a token that is bound to a key."""
    bound: dict[str, Any] = {"cnf": {"jkt": key.thumbprint}, **claims}
    return site.issuer.token(*(roles or ("fraud:predict",)), **bound)


def call(gateway: Gateway, token: str, proof: Mapping[str, str], scheme: str = "DPoP", target: str = INFER) -> Answer:
    """Present a token by a scheme, with a proof."""
    return gateway.call(target, headers=[("Authorization", f"{scheme} {token}"), *proof.items()])
