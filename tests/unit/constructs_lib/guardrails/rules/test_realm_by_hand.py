"""What is added beside a declaration leaves the realm as a whole as it is declared."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.handwritten.handed_on import HandedOn
from tests.support.declarations.overridden import add, faults_after

pytestmark = pytest.mark.unit

ROLES, CUSTOM, RSA = "keycloak_ldap_role_mapper", "keycloak_ldap_custom_mapper", "keycloak_realm_keystore_rsa"
OWN_CLIENT = {"use.realm.roles.mapping": "false", "client.id": "mine"}


@pytest.mark.parametrize(
    "kind",
    [
        *("authentication_bindings", "default_groups", "default_roles", "organization", "realm_client_policy_profile"),
        *("realm_client_policy_profile_policy", "realm_client_registration_policy", "realm_default_client_scopes"),
        *("realm_events", "realm_localization", "realm_optional_client_scopes", "realm_user_profile", "workflow"),
        "something_of_tomorrow",
    ],
)
def test_settings_of_the_whole_realm_are_refused(kind: str) -> None:
    """Whatever is not known to make one thing in a realm may set something for everybody in it."""
    found = [each.partition(": ")[2] for each in faults_after(HandedOn(), add(f"keycloak_{kind}"))]
    assert found == ["it sets for the whole realm what the declaration sets"]


@pytest.mark.parametrize("kind", ["rsa", "java_keystore", "ecdsa"])
def test_a_key_that_somebody_brings_is_refused(kind: str) -> None:
    """Whoever has the key of a keystore that Keycloak did not generate signs tokens with any right."""
    keystore = add(f"keycloak_realm_keystore_{kind}", name="k", private_key="${var.k}")
    found = [each.rpartition(": ")[2] for each in faults_after(HandedOn(), keystore)]
    assert found == ["it brings the realm a key of its own, and whoever has that one makes tokens for every API"]


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (ROLES, {}),
        (ROLES, {"use_realm_roles_mapping": True, "client_id": "mine"}),
        (ROLES, {"use_realm_roles_mapping": False, "client_id": "${var.c}"}),
        (ROLES, {"use_realm_roles_mapping": "${var.x}", "client_id": "mine"}),
        (CUSTOM, {"provider_id": "role-ldap-mapper"}),
        (CUSTOM, {"provider_id": "role-ldap-mapper", "config": "${var.c}"}),
        (CUSTOM, {"provider_id": "role-ldap-mapper", "config": {**OWN_CLIENT, "client.id": "${var.c}"}}),
    ],
)
def test_roles_by_the_names_of_a_directory_are_refused(kind: str, arguments: dict[str, Any]) -> None:
    """The realm's roles, which are the default, and those of a client that a variable names, have declared ones."""
    found = [each.rpartition(": ")[2] for each in faults_after(HandedOn(), add(kind, **arguments))]
    assert "it grants every role whose name its directory knows, declared ones too" in found


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("keycloak_realm_keystore_rsa_generated", {"key_size": 2048}),
        (RSA, {"realm_id": "other", "private_key": "${var.k}"}),
        ("keycloak_realm_user_profile", {"realm_id": "other"}),
        (ROLES, {"use_realm_roles_mapping": False, "client_id": "${keycloak_openid_client.Own.client_id}"}),
        (CUSTOM, {"provider_id": "role-ldap-mapper", "config": OWN_CLIENT}),
    ],
)
def test_generated_keys_other_realms_and_own_clients_pass(kind: str, arguments: dict[str, Any]) -> None:
    """Keycloak's own keys, another realm, and the roles of a client of somebody's own are nobody else's matter."""
    client = add("keycloak_openid_client", client_id="mine")
    assert faults_after(HandedOn(), client, add(kind, **arguments)) == []
