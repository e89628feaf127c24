"""Who holds roles of the API in a realm, and by what: by itself, a group, one above it, or within another role."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tools.audit.facts import DEFAULT_ROLES
from tools.audit.live.names import LiveNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.audit.live.snapshot import Entry, Snapshot

__all__ = ["ApiRights", "Way", "in_words"]

_SHOWN = 4


@dataclass(frozen=True, order=True)
class Way:
    """A role of the API, and by what somebody holds it.

    Attributes:
        role: Name of the role.
        by: Such as `group /staff/risk` and `role analyst`; empty where it is held itself.
    """

    role: str
    by: str = ""


@dataclass
class ApiRights:
    """Roles of the API as they are in effect.

    Attributes:
        snapshot: The realm.
        api: `client_id` of the API.
    """

    snapshot: Snapshot
    api: str

    def of_group(self, path: str) -> list[Way]:
        """Return what members of a group hold by it, or by a group above it."""
        return sorted({*self._groups.get(path, ()), *self._by_groups(_above(path))})

    def of(self, holder: str) -> list[Way]:
        """Return what an account holds, by what facts call it: `person ada`, `service account batch`."""
        found = [*self._accounts.get(holder, ())]
        for path in self.groups_of(holder):
            found += self._by_groups([path, *_above(path)])
        return sorted(set(found))

    def groups_of(self, holder: str) -> list[str]:
        """Return the paths of the groups that an account is in itself."""
        return self._memberships.get(holder, [])

    @property
    def holders(self) -> list[str]:
        """The accounts that hold a role of the API, sorted."""
        return sorted(each for each in {*self._accounts, *self._memberships} if self.of(each))

    @property
    def of_everybody(self) -> list[Way]:
        """What everybody holds by the realm's default roles."""
        default = self._names.roles.get(DEFAULT_ROLES)
        return [Way(role, "the realm's default roles") for role in sorted(self._within(default))] if default else []

    @cached_property
    def _names(self) -> LiveNames:
        return LiveNames(self.snapshot)

    @cached_property
    def _accounts(self) -> Mapping[str, list[Way]]:
        found: dict[str, list[Way]] = {}
        for called, role in self._names.roles.items():
            if called != DEFAULT_ROLES and (ways := list(self._ways(called))):
                for user in self.snapshot.role_users.get(role["id"], ()):
                    found.setdefault(self._names.holder(user), []).extend(ways)
        return found

    @cached_property
    def _groups(self) -> Mapping[str, list[Way]]:
        return {str(group["path"]): [*self._of_roles(_roles_of(group))] for group in self.snapshot.groups}

    def _by_groups(self, paths: Iterable[str]) -> Iterator[Way]:
        for path in paths:
            for way in self._groups.get(path, ()):
                yield Way(way.role, f"{way.by} of group {path}" if way.by else f"group {path}")

    @cached_property
    def _memberships(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for group in self.snapshot.groups:
            for user in self.snapshot.members.get(group["id"], ()):
                found.setdefault(self._names.holder(user), []).append(str(group["path"]))
        return found

    def _of_roles(self, roles: Iterable[str]) -> Iterator[Way]:
        for called in roles:
            if self._names.called(called) != DEFAULT_ROLES:
                yield from self._ways(called)

    def _ways(self, called: str) -> Iterator[Way]:
        role = self._names.roles.get(called)
        own = called.removeprefix(f"{self.api}/")
        for name in sorted(self._within(role)) if role else ():
            yield Way(name, "" if name == own != called else f"role {called}")

    def _within(self, role: Entry) -> set[str]:
        """Return the names of the API's roles that a role is or has in it, however deep."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [role]
        while waiting:
            each = waiting.pop()
            if each["id"] in seen:
                continue
            seen.add(each["id"])
            if each.get("clientRole") and self._names.clients.get(each["containerId"]) == self.api:
                found.add(str(each["name"]))
            waiting += self.snapshot.composites.get(each["id"], ())
        return found


def in_words(ways: Iterable[Way]) -> str:
    """Return roles with what they are held by: `SCORER_FRAUD by group /staff/risk`."""
    texts = [f"{way.role} by {way.by}" if way.by else way.role for way in ways]
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + more


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(2, len(parts))]


def _roles_of(group: Entry) -> list[str]:
    own = [f"{client}/{role}" for client, roles in group.get("clientRoles", {}).items() for role in roles]
    return [*group.get("realmRoles", ()), *own]
