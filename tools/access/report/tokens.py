"""Tokens that somebody will get, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.review.requested_scopes import scope_roles
from constructs_lib.review.token_preview import preview

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.review.at_issue import Claim
    from constructs_lib.review.token_preview import TokenPreview
    from tools.access.reading import ReadEnvironment

__all__ = ["ShownClaim", "ShownToken", "shown_tokens"]

_CLIENTS = 4
_VALUES = 20


@dataclass(frozen=True)
class ShownClaim:
    """A claim.

    Attributes:
        name: Its name.
        values: Its value, or the first ones of a list.
        more: How many values it has beside these.
    """

    name: str
    values: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True)
class ShownToken:
    """A token that asks for everything.

    Attributes:
        preview: What Keycloak will issue, or why it issues none.
        claims: Its claims.
    """

    preview: TokenPreview
    claims: tuple[ShownClaim, ...]


def shown_tokens(read: ReadEnvironment, principal: Principal) -> tuple[ShownToken, ...]:
    """Return the tokens of somebody, by each of the first clients, with every scope that opens a model.

    Args:
        read: The environment.
        principal: Somebody of it.
    """
    return tuple(_tokens(read, principal))


def _tokens(read: ReadEnvironment, principal: Principal) -> Iterator[ShownToken]:
    gates = scope_roles(read.review.policy)
    clients = [
        client for client in read.review.clients.of(principal) if client.kind == "machine" or not principal.is_machine
    ]
    for client in clients[:_CLIENTS]:
        scopes = [scope for scope in client.optional_scopes if scope in gates]
        found = preview(read.review, principal, client, scopes, keycloak_url=read.environment.keycloak.url)
        yield ShownToken(found, tuple(_claim(name, value) for name, value in found.claims.items()))


def _parts(prefix: str, value: Mapping[str, Claim]) -> Iterator[str]:
    for key, each in value.items():
        if isinstance(each, dict):
            yield from _parts(f"{prefix}{key}.", each)
        else:
            yield f"{prefix}{key}: {', '.join(each) if isinstance(each, list) else each}"


def _claim(name: str, value: Claim) -> ShownClaim:
    if isinstance(value, dict):
        return ShownClaim(name, tuple(_parts("", value)))
    is_scope = name == "scope"  # a list in a text (RFC 9068 section 2.2.3)
    values = tuple(value) if isinstance(value, list) else tuple(str(value).split()) if is_scope else (str(value),)
    return ShownClaim(name, values[:_VALUES], len(values[_VALUES:]))
