"""What a walk compares: a realm that differs from its declaration in one thing is told apart, by that thing's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.provider_features import ProviderFeatures
from stacks.installed_features import installed_features
from tests.support.walk.declared_files import declared_as
from tests.support.walk.live.declared import expected_contents
from tests.support.walk.live.export import export_realm
from tests.support.walk.live.reader import read_contents
from tests.support.walk.live.settings import setting_faults, settings_of
from tests.support.walk.start import first_document
from tests.support.walk.walked_realm import WalkedRealm, contents_of_new_realm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

NAME = "walk-contents"


@pytest.fixture(scope="module")
def realm(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WalkedRealm]:
    """The first declaration of a walk, deployed."""
    folder = tmp_path_factory.mktemp("contents")
    environment = declared_as(first_document(teams=False), NAME, folder)
    realm = WalkedRealm(keycloak, private, folder / "realm", contents_of_new_realm(keycloak, f"{NAME}-own"))
    realm.deploy(environment)
    yield realm
    realm.remove()


def differences(realm: WalkedRealm) -> tuple[str, ...]:
    """Return how the realm differs from what is declared."""
    assert realm.environment is not None
    live = read_contents(export_realm(realm.keycloak.admin, NAME))
    return expected_contents(realm.environment, realm.own, installed_features()).faults(live)


def one(admin: KeycloakAdmin, path: str, **wanted: str) -> dict[str, Any]:
    """Return the one thing below the realm with these values."""
    listed = admin.get(f"realms/{NAME}/{path}", max="1000").json()
    (found,) = [each for each in listed if all(each[key] == value for key, value in wanted.items())]
    return dict(found)


def test_nothing_differs(realm: WalkedRealm) -> None:
    """After the deployment the realm holds what is declared, and no more; the next plan is empty."""
    assert list(realm.faults()) == []


# What the realm's own client policies let in, where the provider makes them.
BY_HAND = {
    "clientId": "by-hand",
    "fullScopeAllowed": False,
    "implicitFlowEnabled": False,
    "directAccessGrantsEnabled": False,
    "standardFlowEnabled": False,
    "attributes": {"pkce.code.challenge.method": "S256"},
}


def test_what_was_made_by_hand(realm: WalkedRealm) -> None:
    """A client, a role in a group, a member and a mapper that somebody added are named, and nothing else."""
    admin, base = realm.keycloak.admin, f"realms/{NAME}"
    api, batch = (one(admin, "clients", clientId=name)["id"] for name in ("model-api", "batch"))
    ada, group = one(admin, "users", username="ada")["id"], one(admin, "groups", name="analysts")["id"]
    role = one(admin, f"clients/{api}/roles", name="churn:predict")
    mapper = {"name": "extra", "protocol": "openid-connect", "protocolMapper": "oidc-sub-mapper"}
    admin.request("POST", f"{base}/clients", json=BY_HAND)
    admin.request("POST", f"{base}/groups/{group}/role-mappings/clients/{api}", json=[role])
    admin.request("DELETE", f"{base}/users/{ada}/groups/{group}")
    admin.request("POST", f"{base}/clients/{batch}/protocol-mappers/models", json=mapper)
    try:
        found = differences(realm)
    finally:
        admin.request("DELETE", f"{base}/clients/{one(admin, 'clients', clientId='by-hand')['id']}")
        admin.request("DELETE", f"{base}/groups/{group}/role-mappings/clients/{api}", json=[role])
        admin.request("PUT", f"{base}/users/{ada}/groups/{group}")
        extra = one(admin, f"clients/{batch}/protocol-mappers/models", name="extra")["id"]
        admin.request("DELETE", f"{base}/clients/{batch}/protocol-mappers/models/{extra}")
    offered = [line for line in found if line.startswith("not declared: offered: by-hand: ")]
    assert sorted(set(found) - set(offered)) == [
        "missing in Keycloak: members: /analysts: ada",
        "not declared: clients: by-hand",
        "not declared: granted: group /analysts: model-api/churn:predict",
        "not declared: mappers: client batch: extra",
    ]
    assert offered
    assert differences(realm) == ()


def test_setting_that_was_changed_by_hand(realm: WalkedRealm) -> None:
    """A setting without a name of its own shows in the comparison with the realm as it was."""
    admin = realm.keycloak.admin
    batch = one(admin, "clients", clientId="batch")
    before = settings_of(export_realm(admin, NAME), NAME)
    admin.request("PUT", f"realms/{NAME}/clients/{batch['id']}", json={**batch, "description": "by hand"})
    try:
        after = settings_of(export_realm(admin, NAME), NAME)
    finally:
        admin.request("PUT", f"realms/{NAME}/clients/{batch['id']}", json=batch)
    expected = "clients/batch/description: by hand, in a new realm A machine that calls models"
    assert setting_faults(after, before) == (expected,)


def test_policies_of_the_realm_are_expected_where_the_provider_has_them(realm: WalkedRealm) -> None:
    """With a provider that makes client policies they are part of what is expected, without one they are not."""
    assert realm.environment is not None
    old, new = (
        expected_contents(realm.environment, realm.own, ProviderFeatures.of(version)) for version in ("4.5.0", "5.9.0")
    )
    assert (new - old).lines() == tuple(
        f"policies: {kind}: {name}"
        for kind in ("policies", "profiles")
        for name in ("ml-clients", "ml-requests", "ml-self-service")
    )
    assert (old - new).lines() == ()
