"""KC-REALM-SCOPES."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.realm_default_scopes import RealmDefaultScopes
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("argument", ["default_default_client_scopes", "default_optional_client_scopes"])
@pytest.mark.parametrize("scopes", [["basic"], [], "${var.scopes}"])
def test_realm_scopes_are_refused(argument: str, scopes: object) -> None:
    """Either argument is named, whatever its value."""
    assert faults_of(RealmDefaultScopes(), {"keycloak_realm.Realm": {"realm": "ml", argument: scopes}}) == [
        f"realm 'ml': {argument} has no effect and never settles"
    ]


def test_none_pass() -> None:
    """A realm without them passes, and the resources that do work."""
    resources: dict[str, dict[str, object]] = {
        "keycloak_realm.Realm": {"realm": "ml"},
        "keycloak_realm_default_client_scopes.Scopes": {"realm_id": "ml", "default_scopes": ["basic"]},
    }

    assert faults_of(RealmDefaultScopes(), resources) == []
