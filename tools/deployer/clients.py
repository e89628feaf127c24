"""The two clients of an environment: one plans and audits, one deploys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tools.deployer.roles import Duty, roles_of
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["SECRET", "DeployerClients"]

SECRET: Mapping[str, Any] = {"clientAuthenticatorType": "client-secret"}
"""How a client authenticates that has a secret."""

_MASTER = "master"
_DOES = {Duty.PLANNER: "views", Duty.DEPLOYER: "changes"}


@dataclass(frozen=True)
class DeployerClients:
    """Clients without a login, whose service accounts hold roles of one realm.

    They live where whoever makes them is logged in: in `master`, where they cannot change themselves, or in the realm
    itself, for those who administer that realm alone.

    Attributes:
        admin: Keycloak, as an administrator of `master`, or of the realm.
        environment: Name of the environment: the clients are called by it.
        realm: Its realm.
        joined: Somebody else owns the realm.
    """

    admin: KeycloakAdmin
    environment: str
    realm: str
    joined: bool = False

    @property
    def home(self) -> str:
        """Path of the realm that they live in."""
        return f"realms/{quote(self.admin.realm, safe='')}"

    def client_id(self, duty: Duty) -> str:
        """Return what a client is called."""
        return f"ml-{duty}-{self.environment}"

    def roles(self, duty: Duty) -> tuple[str, ...]:
        """Return the roles that a client holds in the realm."""
        return roles_of(duty, joined=self.joined)

    def create_realm(self) -> bool:
        """Make the realm, empty and disabled, so that the first deployment can be the deployer's; False if it exists.

        Raises:
            ToolError: Keycloak does not answer, or refuses; or the realm is for somebody else to make (exit 2).
        """
        if self.joined:
            raise ToolError(f"realm '{self.realm}' has its owner elsewhere, who makes it", exit_code=2)
        if self.admin.realm_exists(self.realm):
            return False
        self.admin.request("POST", "realms", json={"realm": self.realm, "enabled": False})
        return True

    def check(self) -> None:
        """Make sure that clients can be made.

        Raises:
            ToolError: The realm is not there, or credentials are of a third realm (exit 2).
        """
        if self.admin.realm not in (_MASTER, self.realm):
            raise ToolError(
                f"KEYCLOAK_REALM is '{self.admin.realm}': log in to the realm master, or to '{self.realm}' itself",
                exit_code=2,
            )
        self._rights()

    def keep(self, duty: Duty, authentication: Mapping[str, Any] = SECRET) -> str:
        """Make a client, or bring it up to date; its rights in the realm are those of its duty, and no others.

        Args:
            duty: What it is for.
            authentication: How it authenticates: keys of Keycloak's representation of a client, with `attributes`.

        Returns:
            What it does, in words.

        Raises:
            ToolError: The realm is not there (exit 2); Keycloak does not answer, or refuses.
        """
        container = self._rights()
        known = self.find(duty)
        given = {**authentication, "attributes": authentication.get("attributes", {})}
        body: dict[str, Any] = {
            **(known or {}),
            "clientId": self.client_id(duty),
            "enabled": True,
            "publicClient": False,
            "serviceAccountsEnabled": True,
            "standardFlowEnabled": False,
            "implicitFlowEnabled": False,
            "directAccessGrantsEnabled": False,
            "fullScopeAllowed": True,
            **given,
            "attributes": {**(known or {}).get("attributes", {}), **given["attributes"]},
        }
        if known:
            self.admin.request("PUT", f"{self.home}/clients/{known['id']}", json=body)
        else:
            self.admin.request("POST", f"{self.home}/clients", json=body)
        (made,) = self.admin.get(f"{self.home}/clients", clientId=self.client_id(duty)).json()
        self._give(duty, made["id"], container)
        return f"{self.client_id(duty)} {_DOES[duty]} realm '{self.realm}'"

    def find(self, duty: Duty) -> dict[str, Any] | None:
        """Return a client as Keycloak has it; None where there is none."""
        found = self.admin.get(f"{self.home}/clients", clientId=self.client_id(duty)).json()
        return dict(found[0]) if found else None

    def secret(self, duty: Duty) -> str:
        """Return the secret of a client that authenticates by one; empty where it does not."""
        known = self.find(duty)
        if not known or known["clientAuthenticatorType"] != SECRET["clientAuthenticatorType"]:
            return ""
        return str(self.admin.get(f"{self.home}/clients/{known['id']}/client-secret").json()["value"])

    def remove(self) -> Iterator[str]:
        """Remove them, whatever they hold; yield what was removed."""
        for duty in Duty:
            known = self.find(duty)
            if known:
                self.admin.request("DELETE", f"{self.home}/clients/{known['id']}")
                yield self.client_id(duty)

    def _give(self, duty: Duty, client: str, container: str) -> None:
        """Give a client's service account the roles of its duty, and take others of the realm away."""
        user = self.admin.get(f"{self.home}/clients/{client}/service-account-user").json()["id"]
        path = f"{self.home}/users/{user}/role-mappings/clients/{container}"
        held = {role["name"]: role for role in self.admin.get(path).json()}
        there = {role["name"]: role for role in self.admin.get(f"{self.home}/clients/{container}/roles").json()}
        wanted = {name: there[name] for name in self.roles(duty) if name in there}  # older servers have fewer
        for method, some, others in (("DELETE", held, wanted), ("POST", wanted, held)):
            if some.keys() - others.keys():
                roles = [role for name, role in some.items() if name not in others]
                self.admin.request(method, path, json=roles)

    def _rights(self) -> str:
        """Return the client that holds the rights that there are in the realm, by its internal id."""
        name = f"{self.realm}-realm" if self.admin.realm == _MASTER else "realm-management"
        found = self.admin.get(f"{self.home}/clients", clientId=name).json()
        if not found:
            raise ToolError(
                f"realm '{self.realm}' is not there yet: deploy environment '{self.environment}' once as an "
                f"administrator, or make the realm and the clients by make deployer ENV={self.environment} "
                "CREATE_REALM=1",
                exit_code=2,
            )
        return str(found[0]["id"])
