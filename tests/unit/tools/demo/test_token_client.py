"""Tokens that are shown, and spoiled."""

from __future__ import annotations

import pytest

from tools.demo.disturbance import ClientCredentials
from tools.demo.token_client import Token, ask_for_token
from tools.errors import ToolError

pytestmark = pytest.mark.unit

TOKEN = Token("eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJhIiwiZXhwIjoxfQ.c2lnbmF0dXJl")


def test_keycloak_that_does_not_answer() -> None:
    """The error names the endpoint, and not the secret."""
    client = ClientCredentials("ml-demo", "batch", "canary-secret")
    with pytest.raises(ToolError, match=r"/realms/ml-demo/protocol/openid-connect/token does not answer") as failure:
        ask_for_token("http://127.0.0.1:9", client)
    assert "canary" not in f"{failure.value} {client!r}"


def test_unsigned() -> None:
    """Taking the signature off keeps the claims, and says so in the header."""
    unsigned = TOKEN.unsigned()
    assert ({"alg": "none", "kid": "1"}, TOKEN.claims, "") == (
        unsigned.header,
        unsigned.claims,
        unsigned.text.split(".")[2],
    )
