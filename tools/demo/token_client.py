"""Tokens for the walk: asked from Keycloak, or spoiled."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from constructs_lib.declaration.endpoints import RealmEndpoints
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.demo.disturbance import ClientCredentials

__all__ = ["Token", "ask_for_token", "ask_for_tokens"]

_TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Token:
    """An access token as a caller sends it.

    Attributes:
        text: The token.
    """

    text: str = field(repr=False)

    @property
    def header(self) -> dict[str, Any]:
        """Its JOSE header."""
        return _decoded(self.text.split(".")[0])

    @property
    def claims(self) -> dict[str, Any]:
        """Its claims; the signature is not checked."""
        return _decoded(self.text.split(".")[1])

    def unsigned(self) -> Token:
        """Return the same claims with the algorithm `none` and no signature (RFC 7515 appendix A.5)."""
        header = _encoded({**self.header, "alg": "none"})
        return Token(f"{header}.{self.text.split('.')[1]}.")


def ask_for_token(keycloak_url: str, client: ClientCredentials, *scopes: str) -> Token:
    """Get a token by the client credentials grant (RFC 6749 section 4.4).

    Args:
        keycloak_url: Base URL of Keycloak.
        client: Who asks.
        scopes: What for.

    Raises:
        ToolError: Keycloak does not answer or refuses.
    """
    with httpx.Client(trust_env=False, timeout=_TIMEOUT_S) as http:
        return _ask(http, keycloak_url, client, scopes)


def ask_for_tokens(keycloak_url: str, client: ClientCredentials, *scopes: str, count: int) -> list[str]:
    """Get many tokens, as `ask_for_token` gets one.

    Args:
        keycloak_url: Base URL of Keycloak.
        client: Who asks.
        scopes: What for.
        count: How many.

    Raises:
        ToolError: Keycloak does not answer or refuses.
    """
    with httpx.Client(trust_env=False, timeout=_TIMEOUT_S) as http:
        return [_ask(http, keycloak_url, client, scopes).text for _ in range(count)]


def _ask(http: httpx.Client, keycloak_url: str, client: ClientCredentials, scopes: Sequence[str]) -> Token:
    form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": client.client_secret}
    if scopes:
        form["scope"] = " ".join(scopes)
    endpoint = RealmEndpoints(keycloak_url, client.realm).token_endpoint
    try:
        response = http.post(endpoint, data=form)
    except httpx.TransportError as error:
        raise ToolError(f"{endpoint} does not answer: {type(error).__name__}") from None
    if response.is_error:
        raise ToolError(f"{client.client_id}: {endpoint} refused a token with status {response.status_code}")
    return Token(str(response.json()["access_token"]))


def _decoded(part: str) -> dict[str, Any]:
    return dict(json.loads(base64.urlsafe_b64decode(part + "==")))


def _encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
