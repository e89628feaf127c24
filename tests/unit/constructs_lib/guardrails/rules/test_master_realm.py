"""The realm that administers all others."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.master_realm import MasterRealm
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("resource_type", "arguments", "label"),
    [
        ("keycloak_realm", {"realm": "master"}, "realm 'master'"),
        ("keycloak_realm", {"realm": "Master"}, "realm 'Master'"),
        ("keycloak_realm", {"realm": '${join("", ["mas", "ter"])}'}, "realm 'master'"),
        ("keycloak_user", {"realm_id": "master", "username": "ada"}, "realm 'master', user 'ada'"),
        ("keycloak_oidc_identity_provider", {"realm": "master", "alias": "a"}, "realm 'master', identity provider 'a'"),
    ],
)
def test_master_realm_is_refused(resource_type: str, arguments: dict[str, str], label: str) -> None:
    """The realm master, and what is made in it, is named."""
    assert faults_of(MasterRealm(), {f"{resource_type}.It": arguments}) == [f"{label}: it is in the realm master"]


def test_master_realm_of_others_passes() -> None:
    """Another realm passes, and another provider's resource."""
    resources = {"keycloak_realm.R": {"realm": "ml"}, "vault_mount.M": {"realm": "master"}}

    assert faults_of(MasterRealm(), resources) == []


@pytest.mark.parametrize("realm", ["%6daster", "./master", "ml/../master", "master?", "master#", ".."])
def test_master_realm_by_another_spelling_is_refused(realm: str) -> None:
    """The provider puts a realm's name into a path as it is; the server reads the path."""
    assert faults_of(MasterRealm(), {"keycloak_role.R": {"name": "r", "realm_id": realm}}) == [
        f"realm '{realm}', role 'r': realm_id is no name of a realm: '{realm}'"
    ]


def test_nothing_is_looked_up_in_the_realm_master() -> None:
    """What a data source finds there lies in the state: secrets of administrators' clients."""
    data = {"keycloak_openid_client": {"It": {"realm_id": "master", "client_id": "deployer"}}}
    assert faults_of(MasterRealm(), data=data) == ["realm 'master', client 'deployer': it is in the realm master"]
    assert faults_of(MasterRealm(), data={"keycloak_realm": {"It": {"realm": "ml"}}}) == []
