"""Directories."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.ldap_plain import LdapPlain
from constructs_lib.guardrails.rules.identity.ldap_truststore import LdapTruststore
from constructs_lib.guardrails.rules.identity.ldap_writable import LdapWritable
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_ldap_plain_is_refused() -> None:
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
def test_ldap_plain_tls_passes(arguments: dict[str, object]) -> None:
    """TLS, StartTLS and what is known only at apply pass."""
    federation = {"name": "corp", **arguments}

    assert faults_of(LdapPlain(), {"keycloak_ldap_user_federation.Corp": federation}) == []


def test_ldap_truststore_passed_over_is_named() -> None:
    """A federation that passes the truststore over is named."""
    federation = {"realm_id": "ml", "name": "corp", "use_truststore_spi": "NEVER"}

    assert faults_of(LdapTruststore(), {"keycloak_ldap_user_federation.Corp": federation}) == [
        "realm 'ml', user federation 'corp': use_truststore_spi is 'NEVER'"
    ]


@pytest.mark.parametrize("use", ["ALWAYS", "ONLY_FOR_LDAPS", None, "${var.use}"])
def test_ldap_truststore_passes(use: str | None) -> None:
    """The truststore passes, by choice or by default."""
    federation = {"name": "corp", "use_truststore_spi": use}

    assert faults_of(LdapTruststore(), {"keycloak_ldap_user_federation.Corp": federation}) == []


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"edit_mode": "WRITABLE"}, "edit_mode is 'WRITABLE'"),
        ({"sync_registrations": True}, "sync_registrations is on"),
    ],
)
def test_ldap_writable_writing_is_named(arguments: dict[str, object], fault: str) -> None:
    """Both ways of writing are named."""
    federation = {"realm_id": "ml", "name": "corp", **arguments}

    assert faults_of(LdapWritable(), {"keycloak_ldap_user_federation.Corp": federation}) == [
        f"realm 'ml', user federation 'corp': {fault}"
    ]


@pytest.mark.parametrize("mode", ["READ_ONLY", None, "${var.mode}"])
def test_ldap_writable_reading_passes(mode: str | None) -> None:
    """Reading passes, by choice or by default."""
    federation = {"name": "corp", "edit_mode": mode}

    assert faults_of(LdapWritable(), {"keycloak_ldap_user_federation.Corp": federation}) == []
