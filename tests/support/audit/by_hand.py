"""What somebody does in a realm by hand, with the Admin API."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["ByHand"]


@dataclass(frozen=True)
class ByHand:
    """An administrator's hand.

    Attributes:
        admin: The Admin API.
        realm: Name of the realm.
        api: `client_id` of the API.
    """

    admin: KeycloakAdmin
    realm: str
    api: str = "model-api"

    def client(self, name: str, **settings: object) -> str:
        """Make a client with a service account; return its secret."""
        secret = random_secret()
        with self.unjudged():
            self.post("clients", {"clientId": name, "secret": secret, "serviceAccountsEnabled": True, **settings})
        return secret

    @contextmanager
    def unjudged(self) -> Iterator[None]:
        """Switch the realm's client policies off, and on again: they refuse clients that fall short.

        Whoever administers the realm can do the same, so that nothing but the client tells of it. Providers before 5.1
        make no policies.
        """
        at = "client-policies/policies"
        before = self.get(at)
        self.put(at, {"policies": [{**policy, "enabled": False} for policy in before["policies"]]})
        try:
            yield
        finally:
            self.put(at, before)

    def person(self, username: str) -> str:
        """Make a person who can log in; return the password."""
        password = random_secret()
        person = {"username": username, "email": f"{username}@example.com", "firstName": "A", "lastName": "B"}
        login = {"enabled": True, "emailVerified": True}
        credential = {"type": "password", "value": password, "temporary": False}
        self.post("users", {**person, **login, "credentials": [credential]})
        return password

    def give(self, username: str, *roles: str) -> None:
        """Give roles of the API to a person, or to a service account by its username."""
        self.post(f"users/{self.user(username)}/role-mappings/clients/{self.uuid(self.api)}", self._roles(roles))

    def give_to_client(self, client: str, *roles: str) -> None:
        """Give roles of the API to a client's service account."""
        account = self.get(f"clients/{self.uuid(client)}/service-account-user")["id"]
        self.post(f"users/{account}/role-mappings/clients/{self.uuid(self.api)}", self._roles(roles))

    def give_to_group(self, group: str, *roles: str) -> None:
        """Give roles of the API to a group."""
        self.post(f"groups/{self.group(group)}/role-mappings/clients/{self.uuid(self.api)}", self._roles(roles))

    def take(self, username: str, *roles: str) -> None:
        """Take roles of the API from a person."""
        path = f"users/{self.user(username)}/role-mappings/clients/{self.uuid(self.api)}"
        self.admin.request("DELETE", f"realms/{self.realm}/{path}", json=self._roles(roles))

    def join(self, username: str, group: str) -> None:
        """Put a person into a group."""
        self.put(f"users/{self.user(username)}/groups/{self.group(group)}")

    def offer(self, client: str, scope: str) -> None:
        """Let a client ask for a scope."""
        self.put(f"clients/{self.uuid(client)}/optional-client-scopes/{self.scope(scope)}")

    def open(self, client: str, scope: str) -> None:
        """Put a scope into every token of a client."""
        self.put(f"clients/{self.uuid(client)}/default-client-scopes/{self.scope(scope)}")

    def uuid(self, client: str) -> str:
        """Return a client's internal id."""
        return str(self._one("clients", "clientId", client)["id"])

    def user(self, username: str) -> str:
        """Return the id of an account."""
        return str(self._one("users", "username", username)["id"])

    def group(self, name: str) -> str:
        """Return the id of a group at the top."""
        return str(self._one("groups", "name", name)["id"])

    def scope(self, name: str) -> str:
        """Return the id of a client scope."""
        return str(self._one("client-scopes", "name", name)["id"])

    def get(self, path: str, **parameters: str) -> Any:  # noqa: ANN401 - Keycloak's JSON
        """Read something below the realm."""
        return self.admin.get(f"realms/{self.realm}/{path}".rstrip("/"), **parameters).json()

    def post(self, path: str, body: object) -> None:
        """Make something below the realm."""
        self.admin.request("POST", f"realms/{self.realm}/{path}", json=body)

    def put(self, path: str, body: object = None) -> None:
        """Set something below the realm."""
        self.admin.request("PUT", f"realms/{self.realm}/{path}".rstrip("/"), json=body)

    def _roles(self, names: tuple[str, ...]) -> list[object]:
        return [self.get(f"clients/{self.uuid(self.api)}/roles/{name}") for name in names]

    def _one(self, path: str, key: str, value: str) -> dict[str, Any]:
        listed = self.get(path, max="1000")
        (found,) = [each for each in listed if each[key] == value]
        return dict(found)
