"""One realm's objects, as the Admin API gives them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from tools.audit.live.factor_people import people_with_a_factor_here
from tools.audit.live.parts_reading import read_parts
from tools.keycloak.pages import paged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["Entry", "Snapshot", "read_snapshot"]

_AT_ONCE = 8
_PAGE = 1000
_ALL = "-1"
_DIRECTORY = "org.keycloak.storage.UserStorageProvider"
_BEARER_SECRETS = ("secret", "registrationAccessToken", "credentials")

Entry = dict[str, Any]


@dataclass
class Snapshot:
    """What was read. Client secrets and credentials are dropped as they arrive.

    Attributes:
        realm: The realm itself.
        clients: All clients, with their mappers and the names of their scopes.
        scopes: All client scopes, with their mappers.
        roles: Roles of the realm, and of each client by its internal id under the key `<client_uuid>`.
        composites: Roles within a role, by the id of the composite one.
        role_users: Accounts that hold a role themselves, by the role's id.
        client_roles_in_scope: Scope mappings of a client by its internal id.
        scope_roles: Scope mappings of a client scope by its id.
        groups: All groups, parents before their children.
        members: Accounts in a group, by the group's id.
        users: Accounts of people; those of clients are not among them.
        links: Identity providers that an account logs in by, by its id, of accounts that say that they come from one.
        past_factor: The same, of people who need a second factor here, and whose account no provider made.
        others: Everything that is one call: default groups and scopes, components, required actions, policies, …
        flows: Login flows, each with its steps.
        step_configs: Settings of steps by their id.
        provider_mappers: Mappers by the alias of their identity provider.
        texts: Texts of the realm's own by their locale.
        organization_members: Accounts in an organization by its id.
        authorization: What decides about a client's resources, by its internal id and kind: `policy`, `resource`, …
        account_events: Admin events of passwords set and logins linked.
        linked: Identity providers that an account logs in by, by its id, of accounts that somebody linked.
        credentials: Credentials by the id of their account, without secrets, of those that somebody set a password.
        unread: What these credentials may not read, with what that needs.
        calls: How many requests it took.
    """

    realm: Entry = field(default_factory=dict)
    clients: list[Entry] = field(default_factory=list)
    scopes: list[Entry] = field(default_factory=list)
    roles: dict[str, list[Entry]] = field(default_factory=dict)
    composites: dict[str, list[Entry]] = field(default_factory=dict)
    role_users: dict[str, list[Entry]] = field(default_factory=dict)
    client_roles_in_scope: dict[str, Entry] = field(default_factory=dict)
    scope_roles: dict[str, Entry] = field(default_factory=dict)
    groups: list[Entry] = field(default_factory=list)
    members: dict[str, list[Entry]] = field(default_factory=dict)
    users: list[Entry] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)
    past_factor: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)
    flows: dict[str, list[Entry]] = field(default_factory=dict)
    step_configs: dict[str, Entry] = field(default_factory=dict)
    provider_mappers: dict[str, list[Entry]] = field(default_factory=dict)
    texts: dict[str, Entry] = field(default_factory=dict)
    organization_members: dict[str, list[Entry]] = field(default_factory=dict)
    authorization: dict[str, dict[str, list[Entry]]] = field(default_factory=dict)
    account_events: list[Entry] = field(default_factory=list)
    linked: dict[str, list[str]] = field(default_factory=dict)
    credentials: dict[str, list[Entry]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    calls: int = 0

    @property
    def directories(self) -> list[Entry]:
        """Directories of people, of all components."""
        return [each for each in self.others["components"] if each["providerType"] == _DIRECTORY]


# By the name under which `others` has them.
_SINGLE = {
    "default groups": "default-groups",
    "default scopes": "default-default-client-scopes",
    "optional scopes": "default-optional-client-scopes",
    "components": "components",
    "providers": "identity-provider/instances",
    "flows": "authentication/flows",
    "required actions": "authentication/required-actions",
    "policies": "client-policies/policies",
    "profiles": "client-policies/profiles",
    "initial access": "clients-initial-access",
    "events": "events/config",
}


def read_snapshot(admin: KeycloakAdmin, realm: str) -> Snapshot:
    """Read a realm.

    The number of calls grows with clients, roles, client scopes and groups, with each thousand people, with people of
    identity providers, and beside providers with people who need a second factor: not with what is granted to whom.

    Args:
        admin: The Admin API; `view-` and `query-` roles are enough.
        realm: Name of the realm.

    Raises:
        ToolError: There is no such realm, Keycloak does not answer, or it refuses a call.
    """
    return _Reading(admin, realm).run()


class _Reading:
    def __init__(self, admin: KeycloakAdmin, realm: str) -> None:
        self._admin = admin
        self._base = f"realms/{quote(realm, safe='')}"
        self._snapshot = Snapshot()
        self._lock = threading.Lock()

    def run(self) -> Snapshot:
        found = self._snapshot
        found.realm = dict(self._get(""))  # by itself: one token, and one refusal, for all of them
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            self._lists(pool)
            self._below(pool)
        read_parts(found, self._find)
        return found

    def _lists(self, pool: ThreadPoolExecutor) -> None:
        found = self._snapshot
        single = {name: pool.submit(self._get, path) for name, path in _SINGLE.items()}
        clients, scopes = pool.submit(self._get, "clients"), pool.submit(self._get, "client-scopes")
        groups = pool.submit(self._get, "groups", briefRepresentation="false", max=_ALL)
        users = pool.submit(self._users)
        found.clients, found.scopes = [_without_secrets(each) for each in clients.result()], scopes.result()
        found.users = users.result()
        found.others = {name: each.result() for name, each in single.items()}
        level = list(groups.result())
        while level:
            found.groups += level
            parents = [each for each in level if each.get("subGroupCount")]
            level = [child for children in pool.map(self._children, parents) for child in children]

    def _below(self, pool: ThreadPoolExecutor) -> None:
        found = self._snapshot
        uuids = [client["id"] for client in found.clients]
        found.roles = dict(zip(("", *uuids), pool.map(self._roles, ("", *uuids)), strict=True))
        roles = [role for each in found.roles.values() for role in each]
        default = found.realm.get("defaultRole", {}).get("id")
        composite = [role["id"] for role in roles if role.get("composite")]
        held = [role for role in roles if role["id"] != default]  # which everybody holds
        found.composites = self._each(pool, composite, lambda id_: self._get(f"roles-by-id/{id_}/composites"))
        by_id = {role["id"]: role for role in held}
        found.role_users = self._each(pool, by_id, lambda id_: self._holders(by_id[id_]))
        brokered = [role["id"] for role in found.roles[""] if role["name"] == BROKERED_ROLE]
        people = [user["id"] for id_ in brokered for user in found.role_users[id_]]
        found.links = self._each(pool, people, self._links)
        found.client_roles_in_scope = self._each(pool, uuids, lambda id_: self._get(f"clients/{id_}/scope-mappings"))
        ids = [scope["id"] for scope in found.scopes]
        found.scope_roles = self._each(pool, ids, lambda id_: self._get(f"client-scopes/{id_}/scope-mappings"))
        ids = [group["id"] for group in found.groups]
        found.members = self._each(pool, ids, self._members)
        logs_in = any(not each.get("linkOnly") for each in found.others["providers"])
        asked = people_with_a_factor_here(found) if logs_in else []
        found.past_factor = self._each(pool, asked, self._links)
        flows = [flow["alias"] for flow in found.others["flows"]]
        found.flows = self._each(pool, flows, self._steps)
        steps = [step for each in found.flows.values() for step in each]
        configs = {step["authenticationConfig"] for step in steps if step.get("authenticationConfig")}
        found.step_configs = self._each(pool, configs, lambda id_: self._get(f"authentication/config/{id_}"))
        providers = [each["alias"] for each in found.others["providers"]]
        found.provider_mappers = self._each(pool, providers, self._provider_mappers)

    def _each(self, pool: ThreadPoolExecutor, ids: Iterable[str], read: Callable[[str], Any]) -> dict[str, Any]:
        listed = list(ids)
        return dict(zip(listed, pool.map(read, listed), strict=True))

    def _roles(self, client: str) -> list[Entry]:
        path = f"clients/{client}/roles" if client else "roles"
        return list(self._get(path, briefRepresentation="false", max=_ALL))

    def _holders(self, role: Entry) -> list[Entry]:
        at = f"clients/{role['containerId']}/roles" if role.get("clientRole") else "roles"
        return list(self._get(f"{at}/{_part(role['name'])}/users", briefRepresentation="true", max=_ALL))

    def _steps(self, flow: str) -> list[Entry]:
        return list(self._get(f"authentication/flows/{_part(flow)}/executions"))

    def _provider_mappers(self, alias: str) -> list[Entry]:
        return list(self._get(f"identity-provider/instances/{_part(alias)}/mappers"))

    def _links(self, user: str) -> list[str]:
        return [str(each["identityProvider"]) for each in self._get(f"users/{user}/federated-identity")]

    def _members(self, group: str) -> list[Entry]:
        return list(self._get(f"groups/{group}/members", briefRepresentation="true", max=_ALL))

    def _children(self, group: Entry) -> list[Entry]:
        return list(self._get(f"groups/{group['id']}/children", briefRepresentation="false", max=_ALL))

    def _users(self) -> list[Entry]:
        users = paged(partial(self._get, "users", briefRepresentation="false"), _PAGE)
        return [_without_secrets(each) for each in users]

    def _get(self, path: str, **parameters: str) -> Any:  # noqa: ANN401 - whatever Keycloak keeps there
        with self._lock:
            self._snapshot.calls += 1
        return self._admin.get(f"{self._base}/{path}".rstrip("/"), **parameters).json()

    def _find(self, path: str, **parameters: str) -> Any:  # noqa: ANN401 - whatever Keycloak keeps there
        self._snapshot.calls += 1
        return self._admin.find(f"{self._base}/{path}", **parameters)


def _without_secrets(entry: Entry) -> Entry:
    return {key: value for key, value in entry.items() if key not in _BEARER_SECRETS}


def _part(name: str) -> str:
    return quote(name, safe="")
