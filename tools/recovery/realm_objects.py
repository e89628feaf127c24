"""What exists in a realm, by the names that Keycloak keeps unique or that the declaration tells objects apart by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tools.audit.facts import role_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["RealmObjects", "Realms"]

_FEDERATION = "org.keycloak.storage.UserStorageProvider"
_LDAP_MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"
_KEYS = "org.keycloak.keys.KeyProvider"

Entry = dict[str, Any]


@dataclass
class RealmObjects:
    """Looks objects up; each list is read once.

    Args:
        admin: The Admin API.
        realm: Name of the realm.
    """

    admin: KeycloakAdmin
    realm: str
    _read: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def exists(self) -> bool:
        """Whether there is such a realm."""
        return bool(self.read(""))

    @property
    def default_role(self) -> str | None:
        """Id of the role of everybody."""
        found: str | None = (self.read("") or {}).get("defaultRole", {}).get("id")
        return found

    @property
    def of_everybody(self) -> list[Entry]:
        """Roles that the role of everybody brings."""
        role = self.default_role
        return self._list(f"roles-by-id/{quote(role, safe='')}/composites") if role else []

    def client_name(self, client: str) -> str:
        """Return the `client_id` of a client by its internal id."""
        return str((self.read(f"clients/{quote(client, safe='')}") or {}).get("clientId", "?"))

    def called(self, role: Entry) -> str:
        """Return what a role is called, as facts call it."""
        return role_path(self.client_name(role["containerId"]) if role.get("clientRole") else None, role["name"])

    def client(self, client_id: str) -> str | None:
        """Return the internal id of a client."""
        return _first(self._list("clients", clientId=client_id), lambda entry: entry["clientId"] == client_id)

    def client_scope(self, name: str) -> str | None:
        """Return the id of a client scope."""
        return _named(self._list("client-scopes"), name)

    def role(self, name: str, client: str | None) -> str | None:
        """Return the id of a role.

        Args:
            name: Its name.
            client: Internal id of its client; None for a role of the realm.
        """
        path = f"clients/{quote(client, safe='')}/roles" if client else "roles"
        found = self.admin.find(self._path(f"{path}/{quote(name, safe='')}"))
        return found["id"] if found else None

    def group(self, name: str, parent: str | None) -> str | None:
        """Return the id of a group, below its parent or at the top."""
        if parent:
            path = f"groups/{quote(parent, safe='')}/children"
            return _named(self._list(path, briefRepresentation="true", max="-1"), name)
        return _named(self._list("groups", search=name, exact="true", briefRepresentation="true"), name)

    def user(self, username: str) -> str | None:
        """Return the id of an account; Keycloak keeps usernames in small letters."""
        found = self._list("users", username=username, exact="true", briefRepresentation="true")
        return _first(found, lambda entry: entry["username"] == username.lower())

    def has_no_credential(self, user: str) -> bool:
        """Whether nobody can ever have logged in to an account: no credential, no link to an identity provider."""
        path = f"users/{quote(user, safe='')}"
        return not self._list(f"{path}/credentials") and not self._list(f"{path}/federated-identity")

    def identity_provider(self, alias: str) -> str | None:
        """Return the alias of an identity provider, which is its id for Terraform."""
        found = self.admin.find(self._path(f"identity-provider/instances/{quote(alias, safe='')}"))
        return found["alias"] if found else None

    def identity_provider_mapper(self, name: str, alias: str) -> str | None:
        """Return the id of an identity provider's mapper."""
        return _named(self._list(f"identity-provider/instances/{quote(alias, safe='')}/mappers"), name)

    def protocol_mapper(self, name: str, kind: str, owner: str) -> str | None:
        """Return the id of a mapper of a client or client scope.

        Args:
            name: Its name.
            kind: `clients` or `client-scopes`.
            owner: Internal id of that client or client scope.
        """
        return _named(self._list(f"{kind}/{quote(owner, safe='')}/protocol-mappers/models"), name)

    def flow(self, alias: str) -> str | None:
        """Return the id of a login flow."""
        return _first(self._list("authentication/flows"), lambda entry: entry["alias"] == alias)

    def subflow(self, alias: str, parent: str) -> str | None:
        """Return the id of a flow in a flow."""
        found = (step for step in self.steps(parent) if step.get("displayName") == alias and "flowId" in step)
        return next((step["flowId"] for step in found), None)

    def steps(self, flow: str) -> list[Entry]:
        """Return executions and flows right below a flow, in their order."""
        return [
            step for step in self._list(f"authentication/flows/{quote(flow, safe='')}/executions") if not step["level"]
        ]

    def execution_config(self, execution: str) -> str | None:
        """Return the id of an execution's configuration."""
        found = self.admin.find(self._path(f"authentication/executions/{quote(execution, safe='')}"))
        return found.get("authenticatorConfig") if found else None

    def user_federation(self, name: str) -> str | None:
        """Return the id of a directory."""
        return _named(self._list("components", type=_FEDERATION), name)

    def federation_mappers(self, federation: str) -> list[Entry]:
        """Return all mappers of a directory."""
        return self._list("components", parent=federation, type=_LDAP_MAPPER)

    def federation_mapper(self, name: str, federation: str) -> str | None:
        """Return the id of a directory's mapper."""
        return _named(self.federation_mappers(federation), name)

    def keystore(self, name: str) -> str | None:
        """Return the id of a key provider."""
        return _named(self._list("components", type=_KEYS), name)

    def client_policies(self, key: str) -> frozenset[str]:
        """Return the names of client policies, or of their profiles.

        Args:
            key: `policies` or `profiles`.
        """
        found = self.admin.find(self._path(f"client-policies/{key}")) or {}
        return frozenset(entry["name"] for entry in found.get(key, []))

    def _path(self, path: str) -> str:
        return f"realms/{quote(self.realm, safe='')}/{path}".rstrip("/")

    def _list(self, path: str, **parameters: str) -> list[Entry]:
        """Read a list; a parent that does not exist has none."""
        found: list[Entry] = self.read(path, **parameters) or []
        return found

    def read(self, path: str, **parameters: str) -> Any:  # noqa: ANN401 - whatever Keycloak keeps there
        """Read what is at a path below the realm, once; None where there is nothing."""
        asked = f"{path}?{sorted(parameters.items())}"
        if asked not in self._read:
            self._read[asked] = self.admin.find(self._path(path), **parameters)
        return self._read[asked]


@dataclass
class Realms:
    """Realms of a Keycloak, each read once.

    Args:
        admin: The Admin API.
    """

    admin: KeycloakAdmin
    _realms: dict[str, RealmObjects] = field(default_factory=dict, init=False, repr=False)

    def of(self, name: str) -> RealmObjects:
        """Return a realm, whether it exists or not."""
        return self._realms.setdefault(name, RealmObjects(self.admin, name))


def _named(entries: Iterable[Entry], name: str) -> str | None:
    return _first(entries, lambda entry: entry.get("name") == name)


def _first(entries: Iterable[Entry], matches: Callable[[Entry], bool]) -> str | None:
    return next((str(entry["id"]) for entry in entries if matches(entry)), None)
