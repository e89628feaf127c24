"""Why a deployer to somebody else's realm has no fine-grained permissions: what they do not allow, or cannot confine.

Keycloak's guide calls them "Fine-grained admin permissions", version 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.support.audit.by_hand import ByHand
from tests.support.realms.bare_realm import bare_realm
from tools.keycloak.admin import KeycloakAdmin, RefusedCallError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.long]

REALM, OURS, THEIRS = "ml-fine-grained", "ml-api", "shop"
DEPLOYER = "deployer"
QUERIES = ("query-clients", "query-users", "query-groups")


@dataclass
class Scene:
    """A realm with a client of ours and one of others, and a deployer that holds nothing but permissions."""

    hand: ByHand
    deployer: KeycloakAdmin
    policy: str = ""

    def permit(self, name: str, kind: str, *scopes: str, only: str = "") -> None:
        """Permit the deployer something: of all that there is of a kind, or of one thing alone."""
        resources = {"resources": [only]} if only else {}
        permission = {"name": name, "resourceType": kind, "scopes": scopes, "policies": [self.policy], **resources}
        self.hand.post(f"{self.server}/permission/scope", permission)

    def may(self, method: str, path: str, body: object = None) -> bool:
        """Tell whether Keycloak lets the deployer do something."""
        try:
            self.deployer.request(method, f"realms/{REALM}/{path}", json=body)
        except RefusedCallError:
            return False
        return True

    @property
    def server(self) -> str:
        """Path of what decides in the realm."""
        return f"clients/{self.hand.uuid('admin-permissions')}/authz/resource-server"

    def know(self) -> None:
        """Make the policy that permissions refer to: the deployer's service account."""
        account = self.hand.get(f"clients/{self.hand.uuid(DEPLOYER)}/service-account-user")["id"]
        self.hand.post(f"{self.server}/policy/user", {"name": DEPLOYER, "users": [account]})
        self.policy = next(each["id"] for each in self.hand.get(f"{self.server}/policy") if each["name"] == DEPLOYER)


@pytest.fixture
def scene(keycloak: KeycloakServer) -> Iterator[Scene]:
    """The realm; nothing is permitted yet."""
    admin, hand = keycloak.admin, ByHand(keycloak.admin, REALM, "realm-management")
    with bare_realm(admin, REALM):
        hand.put("", {"adminPermissionsEnabled": True})
        for client in (OURS, THEIRS):
            hand.client(client)
            hand.post(f"clients/{hand.uuid(client)}/roles", {"name": "use"})
        secret = hand.client(DEPLOYER)
        hand.give_to_client(DEPLOYER, *QUERIES)
        made = Scene(hand, KeycloakAdmin(admin.url, client_id=DEPLOYER, client_secret=secret, realm=REALM))
        made.know()
        yield made


def test_chosen_clients_are_not_enough(scene: Scene) -> None:
    """Whoever may manage chosen clients changes these alone, and makes neither a client nor a client scope."""
    ours, theirs = scene.hand.uuid(OURS), scene.hand.uuid(THEIRS)
    scene.permit("api", "Clients", "manage", "view", only=ours)

    assert scene.may("PUT", f"clients/{ours}", {"clientId": OURS, "description": "x"})
    assert not scene.may("PUT", f"clients/{theirs}", {"clientId": THEIRS, "description": "x"})
    assert not scene.may("POST", "clients", {"clientId": "ml-batch"})
    assert not scene.may("POST", "client-scopes", {"name": "model.fraud.predict", "protocol": "openid-connect"})


def test_all_clients_are_those_of_others_too(scene: Scene) -> None:
    """Whoever may make clients and scopes may manage all: change what others made, and read its secret."""
    theirs = scene.hand.uuid(THEIRS)
    scene.permit("all", "Clients", "manage", "view")

    assert scene.may("POST", "clients", {"clientId": "ml-batch"})
    assert scene.may("POST", "client-scopes", {"name": "model.fraud.predict", "protocol": "openid-connect"})
    assert scene.may("PUT", f"clients/{theirs}", {"clientId": THEIRS, "description": "x"})
    assert scene.may("GET", f"clients/{theirs}/client-secret")


def test_chosen_group_is_not_those_below_it(scene: Scene) -> None:
    """Whoever may manage one group makes groups below it, and can then neither read nor change nor delete them."""
    scene.hand.post("groups", {"name": "ml"})
    parent = scene.hand.group("ml")
    scene.permit("group", "Groups", "manage", "view", "manage-membership", "view-members", only=parent)

    assert scene.may("POST", f"groups/{parent}/children", {"name": "analysts"})
    (child,) = scene.hand.get(f"groups/{parent}/children")
    assert not scene.may("GET", f"groups/{child['id']}")
    assert not scene.may("PUT", f"groups/{child['id']}", {"name": "others"})
    assert not scene.may("DELETE", f"groups/{child['id']}")


def test_roles_of_chosen_clients_can_be_granted(scene: Scene) -> None:
    """What they do confine is whose roles are granted: those of ours, to everybody, and no others."""
    scene.hand.person("ada")
    ada, ours, theirs = scene.hand.user("ada"), scene.hand.uuid(OURS), scene.hand.uuid(THEIRS)
    scene.permit("api", "Clients", "map-roles", only=ours)
    scene.permit("users", "Users", "view", "map-roles")

    for client, expected in ((ours, True), (theirs, False)):
        role = scene.hand.get(f"clients/{client}/roles/use")
        assert scene.may("POST", f"users/{ada}/role-mappings/clients/{client}", [role]) == expected
    assert not scene.may("PUT", f"users/{ada}/reset-password", {"type": "password", "value": "x"})
