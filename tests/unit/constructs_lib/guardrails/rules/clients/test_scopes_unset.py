"""KC-SCOPES-UNSET."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.clients.scopes_unset import ScopesUnset
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_scopes_left_to_keycloak_are_refused() -> None:
    """A client without a list of scopes, default or optional, is named."""
    assert faults_of(ScopesUnset(), {"keycloak_openid_client.Ui": {"client_id": "ui", "access_type": "PUBLIC"}}) == [
        "client 'ui': its default scopes are left to Keycloak",
        "client 'ui': its optional scopes are left to Keycloak",
    ]


def test_written_scopes_pass() -> None:
    """Lists pass, an empty one too; one list for many clients counts for each; a bearer-only client needs none."""
    resources: dict[str, dict[str, Any]] = {
        "keycloak_openid_client.Many": {
            "for_each": '${toset(["a", "b"])}',
            "client_id": "${each.key}",
            "access_type": "CONFIDENTIAL",
        },
        "keycloak_openid_client_default_scopes.Many": {
            "for_each": '${toset(["a", "b"])}',
            "client_id": "${keycloak_openid_client.Many[each.key].id}",
            "default_scopes": ["basic"],
        },
        "keycloak_openid_client_optional_scopes.Many": {
            "for_each": '${toset(["a", "b"])}',
            "client_id": "${keycloak_openid_client.Many[each.key].id}",
            "optional_scopes": [],
        },
        "keycloak_openid_client.Api": {"client_id": "api", "access_type": "BEARER-ONLY"},
    }

    assert faults_of(ScopesUnset(), resources) == []
