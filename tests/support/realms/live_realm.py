"""What a realm holds, as the Admin API tells it: by names, for comparison with what is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["LiveRealm"]

# What Keycloak makes in every realm.
_SCOPES_OF_KEYCLOAK = frozenset(
    {
        *("acr", "address", "basic", "email", "microprofile-jwt", "offline_access", "organization", "phone"),
        *("profile", "role_list", "roles", "saml_organization", "service_account", "web-origins"),
        "AuthnContextClassRef",
    }
)
_MOST = "1000"


@dataclass(frozen=True)
class LiveRealm:
    """A realm on a running Keycloak; everything is read anew.

    Attributes:
        admin: The Admin API.
        name: Name of the realm.
    """

    admin: KeycloakAdmin
    name: str

    def read(self, path: str, **parameters: str) -> Any:  # noqa: ANN401 - Keycloak's JSON
        """Return what the Admin API has below the realm."""
        return self.admin.get(f"realms/{self.name}/{path}", **parameters).json()

    @property
    def groups(self) -> dict[str, set[str]]:
        """Names of the groups, each with those of its subgroups."""
        groups = self.read("groups", max=_MOST)
        return {
            group["name"]: {child["name"] for child in self.read(f"groups/{group['id']}/children", max=_MOST)}
            for group in groups
        }

    def group(self, name: str) -> dict[str, Any]:
        """Return a group as Keycloak describes it."""
        (found,) = [group for group in self.read("groups", search=name, exact="true") if group["name"] == name]
        return dict(found)

    @property
    def people(self) -> dict[str, str]:
        """E-mail addresses by username, service accounts left out."""
        return {user["username"]: user.get("email", "") for user in self.read("users", max=_MOST)}

    def user(self, username: str) -> dict[str, Any]:
        """Return a person or a service account as Keycloak describes it."""
        (user,) = self.read("users", username=username, exact="true")
        return dict(user)

    def groups_of(self, username: str) -> set[str]:
        """Return the paths of the groups that somebody is a direct member of."""
        return {group["path"] for group in self.read(f"users/{self.user(username)['id']}/groups")}

    def client(self, client_id: str) -> dict[str, Any]:
        """Return a client as Keycloak describes it."""
        (client,) = self.read("clients", clientId=client_id)
        return dict(client)

    def roles(self, client_id: str) -> set[str]:
        """Return the names of a client's roles."""
        return {role["name"] for role in self.read(f"clients/{self.client(client_id)['id']}/roles", max=_MOST)}

    def role(self, client_id: str, name: str) -> dict[str, Any]:
        """Return a client's role as Keycloak describes it."""
        (found,) = [
            role
            for role in self.read(f"clients/{self.client(client_id)['id']}/roles", max=_MOST)
            if role["name"] == name
        ]
        return dict(found)

    @property
    def own_scopes(self) -> set[str]:
        """Names of the client scopes that Keycloak did not make."""
        return {scope["name"] for scope in self.read("client-scopes")} - _SCOPES_OF_KEYCLOAK

    def optional_scopes(self, client_id: str) -> set[str]:
        """Return the names of a client's optional scopes."""
        path = f"clients/{self.client(client_id)['id']}/optional-client-scopes"
        return {scope["name"] for scope in self.read(path)}

    @property
    def identity_providers(self) -> dict[str, str]:
        """Provider ids of the identity providers, by alias."""
        return {each["alias"]: each["providerId"] for each in self.read("identity-provider/instances")}

    def mappers_of(self, alias: str) -> set[str]:
        """Return the names of an identity provider's mappers."""
        return {mapper["name"] for mapper in self.read(f"identity-provider/instances/{alias}/mappers")}
