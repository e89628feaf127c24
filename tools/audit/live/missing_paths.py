"""Where admin events record what is no longer there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tools.audit.facts import Fact, Kind
from tools.audit.live.names import LiveNames
from tools.audit.live.source import REALM_ITSELF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.audit.live.snapshot import Snapshot

__all__ = ["MissingPaths"]

_SCOPES = {Kind.DEFAULT_SCOPE: "default-client-scopes", Kind.OPTIONAL_SCOPE: "optional-client-scopes"}


class MissingPaths:
    """Finds resource paths of facts that are not so any more, as far as both ends of them are still there.

    Args:
        snapshot: The realm.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._names = LiveNames(snapshot)

    def of(self, fact: Fact) -> tuple[str, ...]:
        """Return the paths of one fact; none where nobody can tell."""
        match fact.kind:
            case Kind.PERSON_ROLE | Kind.ACCOUNT_ROLE | Kind.GROUP_ROLE:
                found = self._role_mapping(self._owners.get(fact.owner), fact.name)
            case Kind.MEMBER:
                user, group = self._owners.get(fact.name), self._owners.get(f"group {fact.owner}")
                found = f"{user}/{group}" if user and group else None
            case Kind.DEFAULT_SCOPE | Kind.OPTIONAL_SCOPE:
                client, scope = self._owners.get(f"client {fact.owner}"), self._scopes.get(fact.name)
                found = f"{client}/{_SCOPES[fact.kind]}/{scope}" if client and scope else None
            case Kind.SETTING:
                found = REALM_ITSELF if fact.owner == "realm" else self._owners.get(fact.owner)
            case _:
                found = None
        return (found,) if found else ()

    def _role_mapping(self, owner: str | None, name: str) -> str | None:
        role = self._names.roles.get(name)
        if owner is None or role is None:
            return None
        return f"{owner}/role-mappings/" + (f"clients/{role['containerId']}" if role.get("clientRole") else "realm")

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        accounts = (*self._snapshot.role_users.values(), *self._snapshot.members.values(), self._snapshot.users)
        return {
            **{self._names.holder(user): f"users/{user['id']}" for users in accounts for user in users},
            **{f"group {group['path']}": f"groups/{group['id']}" for group in self._snapshot.groups},
            **{f"client {client['clientId']}": f"clients/{client['id']}" for client in self._snapshot.clients},
        }

    @cached_property
    def _scopes(self) -> Mapping[str, str]:
        return {scope["name"]: scope["id"] for scope in self._snapshot.scopes}
