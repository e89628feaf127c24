"""KC-SCOPE-BASIC."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.default_scopes_basic import DefaultScopesBasic
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

ADDRESS = "keycloak_openid_client_default_scopes.Scopes"


@pytest.mark.parametrize("scopes", [[], ["profile", "email"]])
def test_a_list_without_it_is_refused(scopes: list[str]) -> None:
    """Without `basic` a token has no `sub`."""
    assert faults_of(DefaultScopesBasic(), {ADDRESS: {"realm_id": "ml", "default_scopes": scopes}}) == [
        "realm 'ml', keycloak_openid_client_default_scopes: the client's default scopes lack 'basic'"
    ]


@pytest.mark.parametrize("scopes", [["basic", "ml-base"], ["${var.scope}"]])
def test_a_list_with_it_passes(scopes: list[str]) -> None:
    """It is there, or may be."""
    assert faults_of(DefaultScopesBasic(), {ADDRESS: {"default_scopes": scopes}}) == []
