"""What an access token will hold, before anything is applied: what Keycloak does with the clients that we declare.

Compared with real tokens in `tests/integration/access/test_token_preview.py`, claim by claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props.values import duration_seconds
from constructs_lib.declaration.token_settings import BINDING_CLAIM, TOKEN_TYPE
from constructs_lib.review.at_issue import AtIssue
from constructs_lib.review.mapped_claims import mapped_claims
from constructs_lib.review.profile_claims import profile_claims
from constructs_lib.review.requested_scopes import requested_scopes
from constructs_lib.review.token_size import token_size
from constructs_lib.review.unknown_name import QuestionError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import Declaration, TokenBinding
    from constructs_lib.review.at_issue import Claim
    from constructs_lib.review.clients import ReviewedClient
    from constructs_lib.review.questions import AccessReview

__all__ = ["TokenPreview", "client_of", "preview"]

_ID = 36 + 2
_TIME = AtIssue("a time, in seconds", 10)
_THUMBPRINT = 43 + 2
_BINDINGS: Mapping[TokenBinding, Mapping[str, str | AtIssue]] = {
    "mtls": {"x5t#S256": AtIssue("thumbprint of the certificate", _THUMBPRINT)},
    # Keycloak's own addition says how the key was proven.
    "dpop": {"jkt": AtIssue("thumbprint of the key", _THUMBPRINT), "kc-jkt-type": "DPoP"},
}


@dataclass(frozen=True)
class TokenPreview:
    """A token, or why there is none.

    Attributes:
        principal: Whose it is.
        client: The client that asks for it.
        header: The JOSE header.
        claims: The claims, in the order in which readers look for them; `scope`, `roles` and lists are sorted.
        left_out: Scopes that were asked for, and are not in it: their holder lacks the role.
        lifespan_s: Seconds that it lives at the most.
        size: Bytes, as it stands in an Authorization header.
        size_is_exact: Whether every such token has that size.
        refusal: Why Keycloak issues none; header and claims are empty then.
    """

    principal: Principal
    client: ReviewedClient
    header: Mapping[str, Claim]
    claims: Mapping[str, Claim]
    left_out: tuple[str, ...] = ()
    lifespan_s: int = 0
    size: int = 0
    size_is_exact: bool = True
    refusal: str = ""


def client_of(review: AccessReview, principal: Principal, through: str | None) -> ReviewedClient:
    """Return the client that somebody gets tokens by.

    Args:
        review: Of the declaration.
        principal: Somebody of it.
        through: The client's name; left out, it is the only one, or a machine's first one.

    Raises:
        QuestionError: There is no such client, or several to choose from.
    """
    clients = [
        client for client in review.clients.of(principal) if not principal.is_machine or client.kind == "machine"
    ]
    names = {client.client_id: client for client in clients}
    if through is not None:
        if through not in names:
            raise UnknownNameError(f"{principal} gets no token through '{through}'", through, names)
        return names[through]
    if not clients:
        raise QuestionError(f"{principal} gets no token: declare an application that people log in to")
    if len(clients) > 1 and not principal.is_machine:
        raise QuestionError(f"{principal} gets tokens through {', '.join(names)}: say which one by --through")
    return clients[0]


def preview(
    review: AccessReview,
    principal: Principal,
    client: ReviewedClient,
    scopes: Sequence[str] = (),
    *,
    keycloak_url: str,
) -> TokenPreview:
    """Return what a token will hold.

    Args:
        review: Of the declaration.
        principal: Whose token.
        client: The client that asks, one of `client_of`.
        scopes: The scopes that it asks for.
        keycloak_url: Public base URL of Keycloak, without trailing slash.
    """
    declaration = review.declaration
    requested = requested_scopes(review, principal, client, scopes)
    refusal = _refusal(declaration, principal) or requested.refusal
    if refusal:
        return TokenPreview(principal, client, {}, {}, refusal=refusal)
    header: dict[str, Claim] = {
        "alg": declaration.realm.signature_algorithm,
        "typ": TOKEN_TYPE,
        "kid": AtIssue("id of the realm's key", 43 + 2),
    }
    claims: dict[str, Claim] = {
        "iss": _issuer(declaration, keycloak_url),
        **mapped_claims(review, principal, client, requested),
        "scope": " ".join(requested.shown),
        "azp": client.client_id,
        "typ": "DPoP" if "dpop" in client.bindings else "Bearer",
        **({} if client.lightweight else profile_claims(declaration, principal, requested)),
        **({} if principal.is_machine else {"sid": AtIssue("id of the session", 24 + 2)}),
        "jti": AtIssue("id of the token", 6 + 1 + _ID),
        "iat": _TIME,
        "exp": _TIME,
        **({BINDING_CLAIM: _confirmation(client)} if client.bindings else {}),
    }
    size, exact = token_size(header, claims, declaration.realm.signature_algorithm)
    return TokenPreview(
        principal,
        client,
        header,
        claims,
        requested.left_out,
        duration_seconds(client.lifespan),
        size,
        exact,
    )


def _refusal(declaration: Declaration, principal: Principal) -> str:
    if not declaration.realm.enabled:
        return f"realm '{declaration.realm.name}' is disabled"
    if not principal.enabled:
        return f"{principal} cannot log in: disabled"
    return ""


def _confirmation(client: ReviewedClient) -> dict[str, str | AtIssue]:
    """Of a certificate and a key, Keycloak names the certificate alone, whatever was proven."""
    return dict(_BINDINGS["mtls" if "mtls" in client.bindings else "dpop"])


def _issuer(declaration: Declaration, keycloak_url: str) -> str:
    """A realm may have an address of its own (Keycloak guide "Configuring the hostname (v2)")."""
    base = declaration.realm.attributes.get("frontendUrl") or keycloak_url
    return RealmEndpoints(base.rstrip("/"), declaration.realm.name).issuer
