"""What a client has that was not given anything."""

from __future__ import annotations

import pytest

from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.synthesis import NEWEST, OLDEST

pytestmark = pytest.mark.unit


def test_oldest_provider_leaves_keycloaks_lists() -> None:
    """Provider 4.5.0 has neither resource."""
    assert build_declaration(declare(), OLDEST).resources("keycloak_realm_default_client_scopes") == []


def test_new_clients_get_the_subject_alone() -> None:
    """Keycloak's default scopes but `basic`, and all optional ones, are no longer given to new clients."""
    stack = build_declaration(declare(), NEWEST)
    assert stack.resource("keycloak_realm_default_client_scopes")["default_scopes"] == ["basic"]
    assert stack.resource("keycloak_realm_optional_client_scopes")["optional_scopes"] == []


def test_consumers_are_made_afterwards() -> None:
    """A consumer's client waits for it: the provider need not take the scopes away from each."""
    consumer = {
        "auth": {"method": "private_key_jwt", "jwks_url": "https://c.example.com/jwks"},
        "grants": {"fraud-detector": ["predict"]},
    }
    stack = build_declaration(declare(models={"fraud-detector": {}}, consumers={"batch": consumer}), NEWEST)
    (client,) = [each for each in stack.resources("keycloak_openid_client") if "for_each" in each]
    ((name, _),) = stack.json["resource"]["keycloak_realm_optional_client_scopes"].items()
    assert client["realm_id"] == f"${{keycloak_realm_optional_client_scopes.{name}.realm_id}}"
