"""KC-REALM-IMPLICIT."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.realm_implicit import RealmImplicit
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

WRITTEN = {
    "realm": "ml",
    "registration_allowed": False,
    "duplicate_emails_allowed": False,
    "edit_username_allowed": False,
    "access_code_lifespan": "1m",
    "access_token_lifespan": "5m",
    "sso_session_idle_timeout": "30m",
    "sso_session_max_lifespan": "10h",
    "offline_session_idle_timeout": "168h",
    "offline_session_max_lifespan": "${var.offline_max}",
}


def test_missing_arguments_are_named() -> None:
    """All that is missing stands in one line."""
    realm = {key: value for key, value in WRITTEN.items() if "access" not in key}

    assert faults_of(RealmImplicit(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': left to the server: access_code_lifespan, access_token_lifespan"
    ]


def test_realm_that_is_written_out_passes() -> None:
    """Every value passes, false and what is known only at apply included."""
    assert faults_of(RealmImplicit(), {"keycloak_realm.Realm": WRITTEN}) == []
