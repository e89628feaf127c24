"""KC-REDIRECT-WILDCARD."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.redirect_wildcard import RedirectWildcard
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("argument", ["valid_redirect_uris", "valid_post_logout_redirect_uris"])
def test_wildcard_is_refused(argument: str) -> None:
    """A redirect URI with `*` is named."""
    client = {"client_id": "ui", "realm_id": "ml", argument: ["https://ui.example.com/*", "https://ui.example.com/cb"]}

    assert faults_of(RedirectWildcard(), {"keycloak_openid_client.Ui": client}) == [
        "realm 'ml', client 'ui': redirect URI 'https://ui.example.com/*' has a wildcard"
    ]


def test_whole_uris_pass() -> None:
    """Redirect URIs in full, and those known only at apply, pass."""
    client = {"client_id": "ui", "valid_redirect_uris": ["https://ui.example.com/cb", "${var.redirect_uri}"]}

    assert faults_of(RedirectWildcard(), {"keycloak_openid_client.Ui": client}) == []
