"""What Keycloak makes of the scopes that a client asks for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import TOKEN_SCOPE
from constructs_lib.review.unknown_name import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.declaration.access_policy import AccessPolicy
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.review.clients import ReviewedClient
    from constructs_lib.review.questions import AccessReview

__all__ = ["OPENID", "RequestedScopes", "requested_scopes", "require_known", "scope_roles"]

OPENID = "openid"
"""Asks for an ID token beside the access token (OpenID Connect Core section 3.1.2.1)."""


@dataclass(frozen=True)
class RequestedScopes:
    """Scopes of one request.

    Attributes:
        granted: Names of the optional client scopes that take part in the token.
        left_out: Those that do not, since their holder lacks the role behind them.
        shown: What the claim `scope` says.
        refusal: Why there is no token at all.
    """

    granted: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    refusal: str = ""


def requested_scopes(
    review: AccessReview, principal: Principal, client: ReviewedClient, scopes: Sequence[str]
) -> RequestedScopes:
    """Return what comes of a request.

    Keycloak refuses a scope that the client does not have, and leaves out one that gates roles none of which its
    holder has. Scopes that a client has unasked may be named, and do not show.

    Args:
        review: Of the declaration.
        principal: Whose token.
        client: The client that asks.
        scopes: What it asks for.
    """
    asked = tuple(dict.fromkeys(scopes))
    known = {OPENID, review.declaration.realm.in_realm(TOKEN_SCOPE), *_scopes(client)}
    unknown = [scope for scope in asked if scope not in known]
    if unknown:
        return RequestedScopes(refusal=f"invalid_scope: {client.client_id} may not ask for {', '.join(unknown)}")
    gates = scope_roles(review.policy)
    held = review.policy.held_roles(principal)
    optional = [scope for scope in asked if scope in client.optional_scopes]
    granted = tuple(scope for scope in optional if scope not in gates or gates[scope] in held)
    return RequestedScopes(
        granted,
        tuple(scope for scope in optional if scope not in granted),
        tuple(sorted((*granted, *([OPENID] if OPENID in asked else [])))),
    )


def require_known(review: AccessReview, scopes: Sequence[str]) -> None:
    """Check that some client may ask for each scope.

    Raises:
        UnknownNameError: None may ask for one of them.
    """
    clients = (client for principal in review.principals for client in review.clients.of(principal))
    known = {OPENID, review.declaration.realm.in_realm(TOKEN_SCOPE), *chain.from_iterable(map(_scopes, clients))}
    for scope in scopes:
        if scope not in known:
            raise UnknownNameError(f"no scope '{scope}'", scope, known)


def scope_roles(policy: AccessPolicy) -> dict[str, str]:
    """Return the role that each client scope gates, by the scope's name."""
    gates = {scope: pair.role for pair in policy.model_actions for scope in policy.scopes_of(pair)}
    return gates | {role: role for role in policy.served.access_roles.values()}


def _scopes(client: ReviewedClient) -> tuple[str, ...]:
    return (*client.default_scopes, *client.optional_scopes)
