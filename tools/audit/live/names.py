"""What the ids of a snapshot are called."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tools.audit.facts import DEFAULT_ROLES, holder_of_person, holder_of_service_account, role_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.audit.live.snapshot import Entry, Snapshot

__all__ = ["LiveNames"]

_SERVICE_ACCOUNT = "service-account-"


class LiveNames:
    """Names things as facts do.

    Args:
        snapshot: The realm.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._people = {user["id"] for user in snapshot.users}
        self._default = snapshot.realm.get("defaultRole", {}).get("id")

    @cached_property
    def clients(self) -> Mapping[str, str]:
        """`client_id` by internal id."""
        return {client["id"]: client["clientId"] for client in self._snapshot.clients}

    @cached_property
    def _service_accounts(self) -> Mapping[str, str]:
        """Keycloak names a service account after its client, in small letters."""
        return {f"{_SERVICE_ACCOUNT}{name.lower()}": name for name in self.clients.values()}

    @cached_property
    def roles(self) -> Mapping[str, Entry]:
        """Each role by what it is called."""
        return {self.role(role): role for roles in self._snapshot.roles.values() for role in roles}

    def called(self, role: str) -> str:
        """Return what a role is called of which Keycloak says no more than its name."""
        return DEFAULT_ROLES if role == self._snapshot.realm.get("defaultRole", {}).get("name") else role

    def role(self, role: Entry) -> str:
        """Return what a role is called; that of everybody is named after the realm."""
        if role["id"] == self._default:
            return DEFAULT_ROLES
        client = self.clients.get(role["containerId"], "?") if role.get("clientRole") else None
        return role_path(client, role["name"])

    def holder(self, user: Entry) -> str:
        """Return what an account is called that holds a role or is in a group."""
        username = str(user["username"])
        if user["id"] not in self._people and username in self._service_accounts:
            return holder_of_service_account(self._service_accounts[username])
        return holder_of_person(username)
