"""Directories as Keycloak is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.people_sources import ldap

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

FEDERATION = "keycloak_ldap_user_federation"


def build_directory(**changed: Any) -> Synthesized:  # noqa: ANN401 - fields of the props
    """Synthesize one directory."""
    return build_declaration(declare(federation={"corp-ldap": ldap(**changed)}))


def test_directory_is_read_over_tls_and_never_written() -> None:
    """What is safe is written out, so that drift is seen."""
    directory = build_directory().resource(FEDERATION)
    expected = {
        "name": "corp-ldap",
        "vendor": "OTHER",
        "connection_url": "ldaps://ldap.example.com",
        "use_truststore_spi": "ALWAYS",
        "start_tls": False,
        "edit_mode": "READ_ONLY",
        "import_enabled": True,
        "sync_registrations": False,
        "trust_email": False,
        "pagination": True,
        "connection_timeout": "5s",
        "read_timeout": "10s",
        "search_scope": "ONE_LEVEL",
        "changed_sync_period": -1,
        "full_sync_period": -1,
        "cache": {"policy": "NO_CACHE"},
        "delete_default_mappers": True,
    }
    assert {key: directory[key] for key in expected} == expected


def test_password_is_a_sensitive_variable() -> None:
    """Its name follows from the directory's, it has no default, and its value stands nowhere."""
    stack = build_directory()
    variable = stack.json["variable"]["corp_ldap_bind_credential"]
    assert (variable["sensitive"], "default" in variable) == (True, False)
    assert stack.resource(FEDERATION)["bind_credential"] == "${var.corp_ldap_bind_credential}"


def test_choices_are_passed_on() -> None:
    """Durations become what the provider takes; words become Keycloak's."""
    directory = build_directory(
        edit_mode="writable", sync={"changed": "15m", "full": "1d"}, cache="5m", connection_timeout="2s", priority=3
    ).resource(FEDERATION)
    expected = {
        "edit_mode": "WRITABLE",
        "changed_sync_period": 900,
        "full_sync_period": 86400,
        "cache": {"policy": "MAX_LIFESPAN", "max_lifespan": "5m"},
        "connection_timeout": "2s",
        "priority": 3,
    }
    assert {key: directory[key] for key in expected} == expected


@pytest.mark.parametrize(("edit_mode", "read_only"), [("read_only", True), ("unsynced", True), ("writable", False)])
def test_attributes_are_mapped(edit_mode: str, read_only: bool) -> None:  # noqa: FBT001 - an expected value
    """Username, address and names come from the directory, and go back only where that is declared."""
    mappers = build_directory(edit_mode=edit_mode).resources("keycloak_ldap_user_attribute_mapper")
    assert {mapper["user_model_attribute"]: mapper["ldap_attribute"] for mapper in mappers} == {
        "username": "uid",
        "email": "mail",
        "firstName": "givenName",
        "lastName": "sn",
    }
    assert {mapper["read_only"] for mapper in mappers} == {read_only}


@pytest.mark.parametrize(("vendor", "expected"), [("ad", 1), ("other", 0)])
def test_active_directory_says_who_is_disabled(vendor: str, expected: int) -> None:
    """Its account state is read; no other vendor has one."""
    assert len(build_directory(vendor=vendor).resources("keycloak_ldap_msad_user_account_control_mapper")) == expected
