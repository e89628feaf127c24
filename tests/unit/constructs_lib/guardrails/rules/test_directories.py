"""Directories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import FederationProps
from constructs_lib.guardrails.rules.identity.custom_federation import CustomFederation
from constructs_lib.guardrails.rules.identity.ldap_cache import LdapCache
from constructs_lib.guardrails.rules.identity.ldap_identity import LdapIdentity
from constructs_lib.guardrails.rules.identity.ldap_plain import LdapPlain
from constructs_lib.guardrails.rules.identity.ldap_trusts_email import LdapTrustsEmail
from constructs_lib.guardrails.rules.identity.ldap_truststore import LdapTruststore
from constructs_lib.guardrails.rules.identity.ldap_writable import LdapWritable
from tests.support.declarations.guardrails import faults_of

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

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


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"uuid_ldap_attribute": "description"}, "uuid_ldap_attribute"),
        ({"uuid_ldap_attribute": "uid"}, "uuid_ldap_attribute"),
        ({"username_ldap_attribute": "displayName"}, "username_ldap_attribute"),
        ({"username_ldap_attribute": "telephoneNumber"}, "username_ldap_attribute"),
    ],
)
def test_ldap_identity_that_people_write_is_refused(arguments: dict[str, str], argument: str) -> None:
    """Whoever copies another one's value into their entry is not that one."""
    federation = {"realm_id": "ml", "name": "corp", **arguments}

    (found,) = faults_of(LdapIdentity(), {"keycloak_ldap_user_federation.Corp": federation})
    said = (
        f"realm 'ml', user federation 'corp': {argument} is '{arguments[argument]}', which people may write themselves"
    )
    assert found == f"{said} in many directories"


def test_ldap_names_that_people_write_are_refused() -> None:
    """A mapper says what a name is as well as the directory does; other attributes are people's own."""

    def mapped(attribute: str, ldap: str) -> list[str]:
        mapper = {"realm_id": "ml", "name": "m", "user_model_attribute": attribute, "ldap_attribute": ldap}
        return faults_of(LdapIdentity(), {"keycloak_ldap_user_attribute_mapper.M": mapper})

    (found,) = mapped("username", "pager")
    assert found.endswith(": it takes names from 'pager', which people may write themselves in many directories")
    (found,) = mapped("email", "description")
    said = "it takes e-mail addresses from 'description', which people may write themselves in many directories"
    assert found.endswith(f": {said}")
    assert [*mapped("email", "mail"), *mapped("email", "userPrincipalName"), *mapped("email", "${var.name}")] == []
    assert [*mapped("username", "uid"), *mapped("firstName", "displayName"), *mapped("username", "${var.name}")] == []


@pytest.mark.parametrize("vendor", ["ad", "rhds", "tivoli", "edirectory", "other"])
def test_ldap_identity_of_each_vendor_passes(vendor: str) -> None:
    """What we take where nothing is said passes, for every kind of directory."""
    declared = {"vendor": vendor, "url": "ldaps://a", "bind": {"dn": "cn=a,dc=b"}, "users": {"dn": "dc=b"}}
    own = FederationProps.model_validate(declared).names
    settings = {"uuid_ldap_attribute": own.uuid_attribute, "username_ldap_attribute": own.username_attribute}
    assert faults_of(LdapIdentity(), {"keycloak_ldap_user_federation.Corp": {"name": "corp", **settings}}) == []


@pytest.mark.parametrize(
    ("cache", "fault"),
    [
        ({"policy": "MAX_LIFESPAN", "max_lifespan": "25h"}, "cache.max_lifespan is 25h, over a day"),
        ({"policy": "EVICT_WEEKLY"}, "cache.policy is 'EVICT_WEEKLY'"),
    ],
)
def test_ldap_cache_for_long_is_refused(cache: dict[str, str], fault: str) -> None:
    """Who left a group has lost its roles a day later at the latest."""
    federation = {"realm_id": "ml", "name": "corp", "cache": cache}

    assert faults_of(LdapCache(), {"keycloak_ldap_user_federation.Corp": federation}) == [
        f"realm 'ml', user federation 'corp': {fault}"
    ]


@pytest.mark.parametrize(
    "cache", [{"policy": "NO_CACHE"}, {"policy": "MAX_LIFESPAN", "max_lifespan": "24h"}, {"max_lifespan": "${var.x}"}]
)
def test_ldap_cache_for_a_day_passes(cache: dict[str, str]) -> None:
    """No cache, a day, and what is known only at apply pass."""
    federation = {"name": "corp", "cache": cache}

    assert faults_of(LdapCache(), {"keycloak_ldap_user_federation.Corp": federation}) == []


CUSTOM = {"realm_id": "ml", "name": "corp", "provider_id": "ldap"}
CUSTOM_LABEL = "realm 'ml', keycloak_custom_user_federation 'corp'"


@pytest.mark.parametrize(
    ("rule", "config", "fault"),
    [
        (LdapPlain(), {"connectionUrl": "ldap://b"}, "connection_url must use ldaps, got 'ldap://b'"),
        (LdapPlain(), {"connectionUrl": "LDAP://${var.host}"}, "connection_url must use ldaps, got 'LDAP://${…}'"),
        (LdapPlain(), {"endpoint": "http://d.example.com"}, "endpoint must use https, got 'http://d.example.com'"),
        (LdapPlain(), {"endpoint": "http://${var.host}"}, "endpoint must use https, got 'http://${…}'"),
        (LdapTruststore(), {"useTruststoreSpi": "never"}, "use_truststore_spi is 'NEVER'"),
        (LdapWritable(), {"editMode": "WRITABLE"}, "edit_mode is 'WRITABLE'"),
        (LdapWritable(), {"syncRegistrations": "true"}, "sync_registrations is on"),
        (LdapTrustsEmail(), {"trustEmail": "true"}, "trust_email is on"),
    ],
)
def test_custom_federation_by_ldap_is_judged_as_ldap(rule: Rule, config: dict[str, str], fault: str) -> None:
    """The same settings under Keycloak's own names are named."""
    custom = {**CUSTOM, "config": config}

    assert faults_of(rule, {"keycloak_custom_user_federation.Corp": custom}) == [f"{CUSTOM_LABEL}: {fault}"]


@pytest.mark.parametrize("rule", [LdapPlain(), LdapTruststore(), LdapWritable(), LdapTrustsEmail()])
@pytest.mark.parametrize(
    "config",
    [
        {"connectionUrl": "ldaps://a", "editMode": "READ_ONLY"},
        {"connectionUrl": "ldap://a", "startTls": "true"},
        {"connectionUrl": "${var.url}"},
        {"endpoint": "https://d.example.com"},
    ],
)
def test_custom_federation_by_ldap_passes(rule: Rule, config: dict[str, str]) -> None:
    """TLS, reading, and what only an apply knows pass."""
    assert faults_of(rule, {"keycloak_custom_user_federation.Corp": {**CUSTOM, "config": config}}) == []


def test_custom_federation_is_named() -> None:
    """A federation whose settings no rule knows is named by its kind."""
    assert faults_of(CustomFederation(), {"keycloak_custom_user_federation.Corp": CUSTOM}) == [
        f"{CUSTOM_LABEL}: its kind is 'ldap'"
    ]


def test_custom_federation_none_passes() -> None:
    """The typed resource passes."""
    assert faults_of(CustomFederation(), {"keycloak_ldap_user_federation.Corp": {"name": "corp"}}) == []
