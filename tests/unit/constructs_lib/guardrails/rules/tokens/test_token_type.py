"""KC-TOKEN-TYPE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.tokens.token_type import TokenType
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("settings", [None, {"access.token.header.type.rfc9068": "false"}])
def test_another_type_is_refused(settings: dict[str, str] | None) -> None:
    """A client whose tokens say `JWT`, as Keycloak's do by default, is named."""
    client = {"client_id": "ui", "access_type": "PUBLIC", "extra_config": settings}

    assert faults_of(TokenType(), {"keycloak_openid_client.Ui": client}) == [
        "client 'ui': the header of its tokens is not at+jwt"
    ]


@pytest.mark.parametrize(
    ("access_type", "settings"),
    [
        ("PUBLIC", {"access.token.header.type.rfc9068": "true"}),
        ("PUBLIC", '${merge({"access.token.header.type.rfc9068" = "true"}, {})}'),
        ("PUBLIC", "${var.settings}"),
        ("BEARER-ONLY", None),
    ],
)
def test_access_tokens_pass(access_type: str, settings: dict[str, str] | str | None) -> None:
    """`at+jwt` passes, computed or literal, and so does a client that gets no token."""
    client = {"client_id": "ui", "access_type": access_type, "extra_config": settings}

    assert faults_of(TokenType(), {"keycloak_openid_client.Ui": client}) == []
