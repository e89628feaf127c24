"""What Keycloak's fine-grained admin permissions delegate over one client, for docs/how-to/delegate-to-teams.md."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest

from constructs_lib.declaration.endpoints import RealmEndpoints
from tests.support.servers.patience import PATIENCE_S
from tests.support.tokens.tokens import claims_of
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

FORGED = "fraud-detector:manage"


@dataclass(frozen=True)
class Delegation:
    """A realm in which a team's deployer has the permission `manage` on the team's own consumer.

    Attributes:
        realm: Name of the realm.
        url: Keycloak's base URL.
        deployer: The Admin API as the team's deployer calls it.
        clients: Internal ids of the clients `own` and `other`.
    """

    realm: str
    url: str
    deployer: KeycloakAdmin
    clients: dict[str, str]

    def path(self, client_id: str, below: str = "") -> str:
        """Return where the Admin API has a client."""
        return f"realms/{self.realm}/clients/{self.clients[client_id]}{below}"


@pytest.fixture(scope="module")
def delegation(keycloak: KeycloakServer) -> Iterator[Delegation]:
    """Two consumers, and a deployer that may view and manage the first."""
    admin, secret = keycloak.admin, random_secret()
    realm = f"delegation-{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    machine = {"serviceAccountsEnabled": True, "standardFlowEnabled": False, "publicClient": False}
    clients = [{"clientId": name, **machine} for name in ("own", "other")]
    deployer = {"clientId": "deployer", "secret": secret, **machine}
    admin.request(
        "POST",
        "realms",
        json={"realm": realm, "enabled": True, "sslRequired": "external", "clients": [*clients, deployer]},
    )
    represented = admin.get(f"realms/{realm}").json()
    admin.request("PUT", f"realms/{realm}", json={**represented, "adminPermissionsEnabled": True})
    ids = {each["clientId"]: each["id"] for each in admin.get(f"realms/{realm}/clients").json()}
    server = f"realms/{realm}/clients/{ids['admin-permissions']}/authz/resource-server"
    policy = admin.request(
        "POST", f"{server}/policy/client", json={"name": "the deployer", "clients": [ids["deployer"]]}
    ).json()
    permission = {
        "name": "its own consumer",
        "resourceType": "Clients",
        "resources": [ids["own"]],
        "scopes": ["view", "manage"],
        "policies": [policy["id"]],
    }
    admin.request("POST", f"{server}/permission/scope", json=permission)
    yield Delegation(
        realm,
        keycloak.url,
        KeycloakAdmin(url=keycloak.url, client_id="deployer", client_secret=secret, realm=realm),
        {name: ids[name] for name in ("own", "other")},
    )
    admin.delete_realm(realm)


def test_own_secret_can_be_changed(delegation: Delegation) -> None:
    """The deployer gives its own consumer a new secret, with no role of Keycloak's administration."""
    answers = [
        delegation.deployer.request("POST", delegation.path("own", "/client-secret")).json()["value"] for _ in range(2)
    ]
    assert len(set(answers)) == len(answers)


def test_another_teams_client_is_out_of_reach(delegation: Delegation) -> None:
    """It can neither read nor change another team's consumer, nor make one."""
    for method, path in (
        ("GET", delegation.path("other")),
        ("POST", delegation.path("other", "/client-secret")),
        ("POST", f"realms/{delegation.realm}/clients"),
    ):
        with pytest.raises(ToolError, match="does not let the credentials of client 'deployer'"):
            delegation.deployer.request(method, path, json={"clientId": "third"} if method == "POST" else None)


def test_permission_reaches_beyond_secrets(delegation: Delegation) -> None:
    """With `manage` the deployer gives its consumer's tokens any role of any model: the page's reason to say no."""
    mapper = {
        "name": "any role",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-hardcoded-claim-mapper",
        "config": {
            "claim.name": "roles",
            "claim.value": f'["{FORGED}"]',
            "jsonType.label": "JSON",
            "access.token.claim": "true",
        },
    }
    delegation.deployer.request("POST", delegation.path("own", "/protocol-mappers/models"), json=mapper)
    secret = delegation.deployer.request("POST", delegation.path("own", "/client-secret")).json()["value"]
    form = {"grant_type": "client_credentials", "client_id": "own", "client_secret": secret}
    endpoint = RealmEndpoints(delegation.url, delegation.realm).token_endpoint
    answer = httpx.post(endpoint, data=form, trust_env=False, timeout=PATIENCE_S)
    assert claims_of(answer)["roles"] == [FORGED]
