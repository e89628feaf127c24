"""Requests for tokens that somebody in an environment may make, as hypothesis draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from constructs_lib.review.questions import AccessReview

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.review.clients import ReviewedClient

__all__ = ["DrawnRequest", "requests"]

_FOREIGN = "model.fraud.predict"
_MOST_SCOPES = 4


@dataclass(frozen=True)
class DrawnRequest:
    """One request.

    Attributes:
        principal: Whose token.
        client: The client that asks.
        scopes: What it asks for; few are refused.
    """

    principal: Principal
    client: ReviewedClient
    scopes: tuple[str, ...]


@st.composite
def requests(draw: DrawFn, declaration: Declaration) -> DrawnRequest:
    """Draw a request.

    Args:
        draw: Of hypothesis.
        declaration: Whose principals ask.
    """
    review = AccessReview(declaration)
    principal = draw(st.sampled_from(review.principals))
    clients = [client for client in review.clients.of(principal) if principal.is_machine != (client.kind != "machine")]
    client = draw(st.sampled_from(clients))
    known = ("openid", *client.default_scopes, *client.optional_scopes)
    scopes = draw(st.lists(st.sampled_from(known), max_size=_MOST_SCOPES, unique=True))
    if draw(st.integers(0, 9)) == 1:
        scopes.append(
            draw(
                st.sampled_from(
                    [_FOREIGN, "offline_access", "email", "nothing", *review.policy.served.access_roles.values()]
                )
            )
        )
    return DrawnRequest(principal, client, tuple(dict.fromkeys(scopes)))
