"""Clients that register themselves (RFC 7591), and what lets them in where this machine's provider cannot write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.client_registration import new_client_scopes, registered_scopes, registration_policies
from tests.support.realms.client_policies import declared_policies, write_policies
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_lib.declaration.props import Declaration
    from tests.support.realms.live_environment import LiveEnvironment
    from tools.keycloak.admin import KeycloakAdmin

__all__ = [
    "POLICY_TYPE",
    "change_itself",
    "initial_access_token",
    "open_registration",
    "register",
    "registration_access_token",
]

POLICY_TYPE = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"
"""What Keycloak calls a policy for such clients, among the components of a realm."""


def initial_access_token(live: LiveEnvironment, *, count: int = 100) -> str:
    """Return what an administrator gives to somebody who may register clients.

    Args:
        live: The realm.
        count: How many.
    """
    asked = {"count": count, "expiration": 600}
    answer = live.admin.request("POST", f"realms/{live.realm}/clients-initial-access", json=asked)
    return str(answer.json()["token"])


def registration_access_token(live: LiveEnvironment, client_id: str) -> str:
    """Return what an administrator gives to somebody who may change a client.

    Args:
        live: The realm.
        client_id: Which client.
    """
    (client,) = live.admin.get(f"realms/{live.realm}/clients", clientId=client_id).json()
    at = f"realms/{live.realm}/clients/{client['id']}/registration-access-token"
    return str(live.admin.request("POST", at).json()["registrationAccessToken"])


def change_itself(live: LiveEnvironment, token: str, **client: object) -> httpx.Response:
    """Ask for a client to be changed, in Keycloak's own representation.

    Args:
        live: The realm.
        token: The client's registration access token.
        client: The client as it should be.
    """
    url = f"{live.endpoints.issuer}/clients-registrations/default/{client['clientId']}"
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.put(url, json=client, headers=headers, trust_env=False, timeout=PATIENCE_S)


def register(live: LiveEnvironment, token: str, *, kind: str = "openid-connect", **client: object) -> httpx.Response:
    """Ask to be registered.

    Args:
        live: The realm.
        token: The initial access token; empty for none.
        kind: Which of Keycloak's registrations: by OpenID Connect, or `default` for its own representation.
        client: The client.
    """
    url = f"{live.endpoints.issuer}/clients-registrations/{kind}"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.post(url, json=client, headers=headers, trust_env=False, timeout=PATIENCE_S)


def open_registration(admin: KeycloakAdmin, realm: str, declaration: Declaration) -> None:
    """Write what a newer provider writes for `realm.client_registration`, by the same values.

    Args:
        admin: The Admin API.
        realm: Name of the realm.
        declaration: What is declared.
    """
    write_policies(admin, realm, *declared_policies(declaration))
    parent = admin.get(f"realms/{realm}").json()["id"]
    assert declaration.realm.client_registration
    for policy in registration_policies(declaration.realm.client_registration):
        component = {
            "name": policy.name,
            "providerId": policy.provider,
            "providerType": POLICY_TYPE,
            "parentId": parent,
            "subType": "authenticated",
            "config": {name: value.split(",") for name, value in policy.config.items()},
        }
        admin.request("POST", f"realms/{realm}/components", json=component)
    _give(admin, realm, "default", new_client_scopes(declaration))
    _give(admin, realm, "optional", registered_scopes(AccessPolicy(declaration), declaration))


def _give(admin: KeycloakAdmin, realm: str, kind: str, names: Iterable[str]) -> None:
    """Give new clients some scopes, and no others."""
    at = f"realms/{realm}/default-{kind}-client-scopes"
    for each in admin.get(at).json():
        admin.request("DELETE", f"{at}/{each['id']}")
    ids = {each["name"]: each["id"] for each in admin.get(f"realms/{realm}/client-scopes").json()}
    for name in names:
        admin.request("PUT", f"{at}/{ids[name]}")
