"""The planner and the deployer of a realm, as `make deployer` makes them, whose roles a test takes away."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.deployer.clients import DeployerClients
from tools.keycloak.admin import KeycloakAdmin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.deployer.roles import Duty

__all__ = ["Confined"]


@dataclass(frozen=True)
class Confined:
    """Both clients of one realm.

    Attributes:
        admin: An administrator, of the realm in which the clients live.
        environment: Name of the environment.
        realm: Its realm.
        joined: Somebody else owns the realm.
    """

    admin: KeycloakAdmin = field(repr=False)
    environment: str
    realm: str
    joined: bool = False

    @property
    def clients(self) -> DeployerClients:
        """The clients."""
        return DeployerClients(self.admin, self.environment, self.realm, self.joined)

    def variables(self, duty: Duty) -> dict[str, str]:
        """Return the environment variables by which the provider logs in as one of them."""
        return {
            "KEYCLOAK_URL": self.admin.url,
            "KEYCLOAK_REALM": self.admin.realm,
            "KEYCLOAK_CLIENT_ID": self.clients.client_id(duty),
            "KEYCLOAK_CLIENT_SECRET": self.clients.secret(duty),
            "TF_VAR_keycloak_url": self.admin.url,
            # Whoever a project's .env names: the provider would log in as that one.
            "KEYCLOAK_USER": "",
            "KEYCLOAK_PASSWORD": "",
        }

    def as_(self, duty: Duty) -> KeycloakAdmin:
        """Return the Admin API as one of them calls it."""
        return KeycloakAdmin.from_environment(self.variables(duty))

    @contextmanager
    def without(self, duty: Duty, role: str, *others: str) -> Iterator[None]:
        """Take a role away for a while, and give others in its place."""
        self._map("DELETE", duty, role)
        if others:
            self._map("POST", duty, *others)
        try:
            yield
        finally:
            if others:
                self._map("DELETE", duty, *others)
            self._map("POST", duty, role)

    def _map(self, method: str, duty: Duty, *roles: str) -> None:
        home, known = self.clients.home, self.clients.find(duty)
        assert known
        holder = "realm-management" if self.admin.realm == self.realm else f"{self.realm}-realm"
        (container,) = self.admin.get(f"{home}/clients", clientId=holder).json()
        user = self.admin.get(f"{home}/clients/{known['id']}/service-account-user").json()["id"]
        named = [self.admin.get(f"{home}/clients/{container['id']}/roles/{role}").json() for role in roles]
        self.admin.request(method, f"{home}/users/{user}/role-mappings/clients/{container['id']}", json=named)
