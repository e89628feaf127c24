"""KC-LDAP-WRITABLE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.ldap_writable import LdapWritable
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"edit_mode": "WRITABLE"}, "edit_mode is 'WRITABLE'"),
        ({"sync_registrations": True}, "sync_registrations is on"),
    ],
)
def test_writing_is_named(arguments: dict[str, object], fault: str) -> None:
    """Both ways of writing are named."""
    federation = {"realm_id": "ml", "name": "corp", **arguments}

    assert faults_of(LdapWritable(), {"keycloak_ldap_user_federation.Corp": federation}) == [
        f"realm 'ml', user federation 'corp': {fault}"
    ]


@pytest.mark.parametrize("mode", ["READ_ONLY", None, "${var.mode}"])
def test_reading_passes(mode: str | None) -> None:
    """Reading passes, by choice or by default."""
    federation = {"name": "corp", "edit_mode": mode}

    assert faults_of(LdapWritable(), {"keycloak_ldap_user_federation.Corp": federation}) == []
