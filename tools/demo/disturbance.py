"""What happens to a realm from outside its declaration: somebody revokes a grant, rotates keys, adds a client."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.errors import ToolError
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["ClientCredentials", "Disturbance"]

_LIFESPAN = "access.token.lifespan"
# Keys that Terraform and Keycloak make have priorities between these.
_FIRST, _LAST = "10000", "1"


@dataclass(frozen=True)
class ClientCredentials:
    """A client that gets tokens by its secret.

    Attributes:
        realm: Name of its realm.
        client_id: Its name.
    """

    realm: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Disturbance:
    """Changes of a deployed realm through the Admin API, each taken back at the end of its block.

    Attributes:
        admin: The Admin API.
        realm: Name of the realm.
    """

    admin: KeycloakAdmin = field(repr=False)
    realm: str

    @contextmanager
    def short_lifespan(self, client_id: str, seconds: int) -> Iterator[None]:
        """Let a client's new access tokens live for some seconds."""
        path = f"realms/{self.realm}/clients/{self._client_uuid(self.realm, client_id)}"
        before = self.admin.get(path).json()["attributes"].get(_LIFESPAN, "")
        self._set_lifespan(path, str(seconds))
        try:
            yield
        finally:
            self._set_lifespan(path, before)

    @contextmanager
    def revoked_role(self, client_id: str, api: str, role: str) -> Iterator[None]:
        """Take a role of the API's client from a consumer's service account.

        Args:
            client_id: The consumer.
            api: `client_id` of the API.
            role: The role.
        """
        realm = f"realms/{self.realm}"
        account = self.admin.get(f"{realm}/clients/{self._client_uuid(self.realm, client_id)}/service-account-user")
        api_uuid = self._client_uuid(self.realm, api)
        path = f"{realm}/users/{account.json()['id']}/role-mappings/clients/{api_uuid}"
        roles = [self.admin.get(f"{realm}/clients/{api_uuid}/roles/{role}").json()]
        self.admin.request("DELETE", path, json=roles)
        try:
            yield
        finally:
            self.admin.request("POST", path, json=roles)

    @contextmanager
    def client_of_other_api(self, audience: str) -> Iterator[ClientCredentials]:
        """Add a client whose tokens are for another API of the same realm."""
        client = ClientCredentials(self.realm, "demo-other-api-caller", random_secret())
        self._remove_client(client)
        self.admin.request("POST", f"realms/{self.realm}/clients", json=_representation(client, audience))
        try:
            yield client
        finally:
            self._remove_client(client)

    @contextmanager
    def other_realm(self, audience: str, role: str) -> Iterator[ClientCredentials]:
        """Add a realm that issues tokens for the same audience, with the same role."""
        client = ClientCredentials(f"{self.realm}-elsewhere", "demo-stranger", random_secret())
        self.admin.delete_realm(client.realm)
        realm = {
            "realm": client.realm,
            "enabled": True,
            "sslRequired": "external",
            "defaultSignatureAlgorithm": "ES256",
            "clients": [_representation(client, audience, role)],
        }
        self.admin.request("POST", "realms", json=realm)
        try:
            yield client
        finally:
            self.admin.delete_realm(client.realm)

    @contextmanager
    def published_key(self) -> Iterator[None]:
        """Publish a second key: it verifies, and does not sign yet."""
        path = f"realms/{self.realm}/components"
        key: dict[str, Any] = {
            "name": "demo-rotated",
            "providerId": "ecdsa-generated",
            "providerType": "org.keycloak.keys.KeyProvider",
            "config": {
                "priority": [_LAST],
                "enabled": ["true"],
                "active": ["true"],
                "ecdsaEllipticCurveKey": ["P-256"],
            },
        }
        self._remove_keys(key["name"])
        self.admin.request("POST", path, json=key)
        try:
            yield
        finally:
            self._remove_keys(key["name"])

    def sign_with_published_key(self) -> None:
        """Let the key of `published_key` sign from now on; the old one goes on verifying."""
        for key in self._keys("demo-rotated"):
            key["config"]["priority"] = [_FIRST]
            self.admin.request("PUT", f"realms/{self.realm}/components/{key['id']}", json=key)

    def _keys(self, name: str) -> list[dict[str, Any]]:
        kind = {"type": "org.keycloak.keys.KeyProvider", "name": name}
        return list(self.admin.get(f"realms/{self.realm}/components", **kind).json())

    def _remove_keys(self, name: str) -> None:
        for key in self._keys(name):
            self.admin.request("DELETE", f"realms/{self.realm}/components/{key['id']}")

    def _set_lifespan(self, path: str, value: str) -> None:
        client = self.admin.get(path).json()
        client["attributes"][_LIFESPAN] = value
        self.admin.request("PUT", path, json=client)

    def _remove_client(self, client: ClientCredentials) -> None:
        with suppress(_NoClientError):
            uuid = self._client_uuid(client.realm, client.client_id)
            self.admin.request("DELETE", f"realms/{client.realm}/clients/{uuid}")

    def _client_uuid(self, realm: str, client_id: str) -> str:
        found = self.admin.get(f"realms/{realm}/clients", clientId=client_id).json()
        if not found:
            raise _NoClientError(f"realm '{realm}' has no client '{client_id}': deploy its environment first")
        return str(found[0]["id"])


class _NoClientError(ToolError):
    pass


def _representation(client: ClientCredentials, audience: str, role: str = "") -> dict[str, Any]:
    mappers = [_mapper("audience", "oidc-audience-mapper", {"included.custom.audience": audience})]
    if role:
        claim = {"claim.name": "roles", "claim.value": json.dumps([role]), "jsonType.label": "JSON"}
        mappers.append(_mapper("roles", "oidc-hardcoded-claim-mapper", claim))
    return {
        "clientId": client.client_id,
        "secret": client.client_secret,
        "publicClient": False,
        # Not left out: the realm's client policies read them, and Keycloak 26.7.3 answers 500 where one is missing.
        "standardFlowEnabled": False,
        "implicitFlowEnabled": False,
        "directAccessGrantsEnabled": False,
        "serviceAccountsEnabled": True,
        "fullScopeAllowed": False,
        "defaultClientScopes": ["basic"],
        "optionalClientScopes": [],
        "attributes": {"access.token.header.type.rfc9068": "true", "pkce.code.challenge.method": "S256"},
        "protocolMappers": mappers,
    }


def _mapper(name: str, kind: str, config: dict[str, str]) -> dict[str, Any]:
    config = {"access.token.claim": "true", **config}
    return {"name": name, "protocol": "openid-connect", "protocolMapper": kind, "config": config}
