"""Previews of tokens, by a question as people ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.review.questions import AccessReview
from constructs_lib.review.token_preview import TokenPreview, client_of, preview

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

__all__ = ["KEYCLOAK", "previewed_token"]

KEYCLOAK = "https://sso.example.com"
"""The server that the tokens are of."""


def previewed_token(declaration: Declaration, who: str, *scopes: str, through: str | None = None) -> TokenPreview:
    """Preview a token.

    Args:
        declaration: What is declared.
        who: Whose token it is: a name, or `corp:groups=ml`.
        scopes: The scopes that are asked for.
        through: The application, where there is more than one.
    """
    review = AccessReview(declaration)
    principal = review.principal(who)
    return preview(review, principal, client_of(review, principal, through), scopes, keycloak_url=KEYCLOAK)
