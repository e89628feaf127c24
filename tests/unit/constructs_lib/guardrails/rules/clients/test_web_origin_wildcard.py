"""KC-WEB-ORIGIN."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.web_origin_wildcard import WebOriginWildcard
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_every_origin_is_refused() -> None:
    """`*` among the origins is named."""
    client = {"client_id": "ui", "realm_id": "ml", "web_origins": ["https://ui.example.com", "*"]}

    assert faults_of(WebOriginWildcard(), {"keycloak_openid_client.Ui": client}) == [
        "realm 'ml', client 'ui': web origin '*' lets every web page in"
    ]


@pytest.mark.parametrize("origins", [["https://ui.example.com"], ["+"], [], ["${var.origin}"], None])
def test_named_origins_pass(origins: list[str] | None) -> None:
    """Named origins, those of the redirect URIs, and none pass."""
    client = {"client_id": "ui", "web_origins": origins}

    assert faults_of(WebOriginWildcard(), {"keycloak_openid_client.Ui": client}) == []
