"""KC-CLIENT-ID-DOT."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.client_id_dot import ClientIdDot
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_a_dot_is_named() -> None:
    """A client id with a dot is named."""
    assert faults_of(ClientIdDot(), {"keycloak_openid_client.Ui": {"client_id": "com.example.ui"}}) == [
        "client 'com.example.ui': client id must have no dot, got 'com.example.ui'"
    ]


@pytest.mark.parametrize("client_id", ["scoring-ui", "${var.client_id}"])
def test_one_word_passes(client_id: str) -> None:
    """A client id of one word passes, and so does one that only an apply knows."""
    assert faults_of(ClientIdDot(), {"keycloak_openid_client.Ui": {"client_id": client_id}}) == []
