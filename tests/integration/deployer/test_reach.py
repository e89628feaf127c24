"""What a deployer that is confined to one realm can do there beyond its roles, and what it cannot: as the page says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.audit.by_hand import ByHand
from tests.support.deployers.confined import Confined
from tests.support.realms.bare_realm import bare_realm
from tools.deployer.roles import Duty
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin, RefusedCallError
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REALM, MANAGEMENT = "ml-reach", "realm-management"
ADMINISTRATOR = {"role": f"{MANAGEMENT}.realm-admin"}
LDAP = {
    "providerId": "ldap",
    "providerType": "org.keycloak.storage.UserStorageProvider",
    "config": {
        "vendor": ["other"],
        "connectionUrl": ["ldap://127.0.0.1:9"],
        "usersDn": ["dc=example"],
        "authType": ["none"],
        "usernameLDAPAttribute": ["uid"],
        "rdnLDAPAttribute": ["uid"],
        "uuidLDAPAttribute": ["entryUUID"],
        "userObjectClasses": ["person"],
        "editMode": ["READ_ONLY"],
    },
}


@dataclass
class Scene:
    """A realm with an administrator of its own, and its deployer."""

    hand: ByHand
    deployer: KeycloakAdmin
    confined: Confined

    def may(self, method: str, path: str, body: object = None) -> bool:
        """Tell whether Keycloak lets the deployer do something in the realm."""
        try:
            self.deployer.request(method, f"realms/{REALM}/{path}".rstrip("/"), json=body)
        except RefusedCallError:
            return False
        return True

    def role(self, name: str) -> dict[str, Any]:
        """Return a role of those who administer the realm."""
        return dict(self.hand.get(f"clients/{self.hand.uuid(MANAGEMENT)}/roles/{name}"))


@pytest.fixture(scope="module")
def scene(keycloak: KeycloakServer) -> Iterator[Scene]:
    """The realm, with the administrator boss, the group admins, and the person eve."""
    confined, hand = Confined(keycloak.admin, "reach", REALM), ByHand(keycloak.admin, REALM, MANAGEMENT)
    with bare_realm(keycloak.admin, REALM):
        for name in ("boss", "eve"):
            hand.person(name)
        hand.post("groups", {"name": "admins"})
        hand.give("boss", "realm-admin")
        hand.give_to_group("admins", "realm-admin")
        confined.clients.keep(Duty.DEPLOYER)
        yield Scene(hand, confined.as_(Duty.DEPLOYER), confined)
        list(confined.clients.remove())


def test_it_gives_no_right_that_it_lacks(scene: Scene) -> None:
    """Keycloak lets it map to nobody a right over the realm that it does not hold itself, and impersonate nobody."""
    eve, management = scene.hand.user("eve"), scene.hand.uuid(MANAGEMENT)
    assert scene.may("POST", "roles", {"name": "mine"})
    assert scene.may("POST", "groups", {"name": "mine"})
    group = scene.hand.group("mine")
    for role in ("realm-admin", "impersonation"):
        wanted = [scene.role(role)]
        for path in (
            f"users/{eve}/role-mappings/clients/{management}",
            f"groups/{group}/role-mappings/clients/{management}",
            "roles/mine/composites",
            f"roles/default-roles-{REALM}/composites",
        ):
            assert not scene.may("POST", path, wanted), (role, path)
    assert not scene.may("POST", f"users/{eve}/impersonation")
    assert scene.may("POST", f"users/{eve}/role-mappings/clients/{management}", [scene.role("manage-users")])


@pytest.mark.parametrize("way", ["import", "password", "group", "identity provider", "directory"])
def test_it_can_become_an_administrator_of_the_realm(scene: Scene, way: str) -> None:
    """Each way of the page works: whoever holds its credential is to be trusted with the whole realm."""
    hand = scene.hand
    match way:
        case "import":
            imported = {"username": "mallory", "enabled": True, "clientRoles": {MANAGEMENT: ["realm-admin"]}}
            assert scene.may("POST", "partialImport", {"users": [imported]})
            held = hand.get(f"users/{hand.user('mallory')}/role-mappings/clients/{hand.uuid(MANAGEMENT)}")
            assert [each["name"] for each in held] == ["realm-admin"]
        case "password":
            boss = become_boss(scene)
            for elsewhere in ("realms/master", "realms/master/users"):
                with pytest.raises(ToolError):
                    boss.get(elsewhere)
        case "group":
            assert scene.may("PUT", f"users/{hand.user('eve')}/groups/{hand.group('admins')}")
        case "identity provider":
            provider = {"alias": "by-hand", "providerId": "oidc", "enabled": True, "config": _endpoints()}
            mapper = {"name": "all", "identityProviderAlias": "by-hand", "config": ADMINISTRATOR}
            kind = {"identityProviderMapper": "oidc-hardcoded-role-idp-mapper"}
            assert scene.may("POST", "identity-provider/instances", provider)
            assert scene.may("POST", "identity-provider/instances/by-hand/mappers", {**mapper, **kind})
        case _:
            assert scene.may("POST", "components", {**LDAP, "name": "by-hand"})
            (directory,) = [each for each in hand.get("components") if each["name"] == "by-hand"]
            mapper = {
                "name": "all",
                "providerId": "hardcoded-ldap-role-mapper",
                "providerType": "org.keycloak.storage.ldap.mappers.LDAPStorageMapper",
                "parentId": directory["id"],
                "config": {key: [value] for key, value in ADMINISTRATOR.items()},
            }
            assert scene.may("POST", "components", mapper)
            hand.admin.request("DELETE", f"realms/{REALM}/components/{directory['id']}")


def test_deployer_to_a_joined_realm_can_become_one_too(scene: Scene) -> None:
    """By its three roles it changes no settings; by the password of somebody who may, it does."""
    confined = Confined(scene.hand.admin, "reach-joined", REALM, joined=True)
    confined.clients.keep(Duty.DEPLOYER)
    try:
        joining = Scene(scene.hand, confined.as_(Duty.DEPLOYER), confined)
        settings = {"displayName": "Theirs"}
        assert not joining.may("PUT", "", settings)
        assert not joining.may("POST", "partialImport", {"users": []})
        become_boss(joining).request("PUT", f"realms/{REALM}", json=settings)
    finally:
        list(confined.clients.remove())


def become_boss(scene: Scene) -> KeycloakAdmin:
    """Set the password of the realm's administrator, and log in by it."""
    password = random_secret()
    body = {"type": "password", "value": password, "temporary": False}
    assert scene.may("PUT", f"users/{scene.hand.user('boss')}/reset-password", body)
    boss = KeycloakAdmin(scene.hand.admin.url, user="boss", password=password, realm=REALM)
    assert boss.get(f"realms/{REALM}/users").is_success
    return boss


def test_it_cannot_change_itself(scene: Scene) -> None:
    """In master, where it lives, it sees and changes nothing, its own client and its rights included."""
    home, own = scene.confined.clients.home, scene.confined.clients.find(Duty.DEPLOYER)
    assert own
    (rights,) = scene.hand.admin.get(f"{home}/clients", clientId=f"{REALM}-realm").json()
    account = scene.hand.admin.get(f"{home}/clients/{own['id']}/service-account-user").json()["id"]
    more = scene.hand.admin.get(f"{home}/clients/{rights['id']}/roles/impersonation").json()
    for method, path, body in (
        ("GET", f"clients/{own['id']}", None),
        ("PUT", f"clients/{own['id']}", own),
        ("GET", f"users/{account}", None),
        ("POST", f"users/{account}/role-mappings/clients/{rights['id']}", [more]),
        ("GET", f"clients/{rights['id']}/roles", None),
    ):
        with pytest.raises(RefusedCallError):
            scene.deployer.request(method, f"{home}/{path}", json=body)


def test_rights_stay_with_the_realm(scene: Scene, keycloak: KeycloakServer) -> None:
    """It may rename its realm, and take another name from nobody; rights go with the realm, and end with it."""
    other, renamed = "ml-reach-other", "ml-reach-renamed"
    with bare_realm(keycloak.admin, other):
        with pytest.raises(ToolError, match="409"):
            scene.deployer.request("PUT", f"realms/{REALM}", json={"realm": other})
        scene.deployer.request("PUT", f"realms/{REALM}", json={"realm": renamed})
        assert [each["realm"] for each in scene.deployer.get("realms").json()] == [renamed]
        scene.deployer.request("PUT", f"realms/{renamed}", json={"realm": REALM})


def _endpoints() -> dict[str, str]:
    url = "https://login.example.com"
    return {"authorizationUrl": f"{url}/auth", "tokenUrl": f"{url}/token", "clientId": "x", "clientSecret": "s3cr3t"}
