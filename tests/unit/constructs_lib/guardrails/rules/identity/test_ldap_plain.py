"""KC-LDAP-TLS."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.ldap_plain import LdapPlain
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_plain_ldap_is_refused() -> None:
    """Each plain URL is named."""
    federation = {"realm_id": "ml", "name": "corp", "connection_url": "ldaps://a ldap://b"}

    assert faults_of(LdapPlain(), {"keycloak_ldap_user_federation.Corp": federation}) == [
        "realm 'ml', user federation 'corp': connection_url must use ldaps, got 'ldap://b'"
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        {"connection_url": "ldaps://a"},
        {"connection_url": "ldap://a", "start_tls": True},
        {"connection_url": "${var.url}"},
    ],
)
def test_tls_passes(arguments: dict[str, object]) -> None:
    """TLS, StartTLS and what is known only at apply pass."""
    federation = {"name": "corp", **arguments}

    assert faults_of(LdapPlain(), {"keycloak_ldap_user_federation.Corp": federation}) == []
