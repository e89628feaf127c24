"""Who made, gave or changed something, and when, as far as a realm's admin events tell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tools.audit.live.source import REALM_ITSELF
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["AdminEvents", "Author"]

_MASTER = "master"
_WORDS = {"CREATE": "made", "UPDATE": "changed", "DELETE": "taken away", "ACTION": "done"}
_NEWEST = "1"
_MOST = 300


@dataclass(frozen=True)
class Author:
    """Who did something.

    Attributes:
        what: What was done: `made`, `changed`, `taken away`.
        who: A username, or `client <client_id>` for a service account; an id where no name can be read.
        when: When, in UTC.
    """

    what: str
    who: str
    when: dt.datetime

    def __str__(self) -> str:
        """Return it in words: `made by admin, 2026-11-26 20:15 UTC`."""
        return f"{self.what} by {self.who}, {self.when:%Y-%m-%d %H:%M} UTC"


@dataclass
class AdminEvents:
    """Looks events up, one call for each thing that is asked for, and three hundred at most.

    Attributes:
        admin: The Admin API; `view-events` is enough.
        realm: Name of the realm.
        realm_id: Its id.
        names: Usernames by id, as far as they were read already.
    """

    admin: KeycloakAdmin
    realm: str
    realm_id: str
    names: Mapping[str, str]
    _known: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    _authors: dict[tuple[str, ...], Author | None] = field(default_factory=dict, init=False, repr=False)
    _asked: int = field(default=0, init=False)
    _refused: bool = field(default=False, init=False)

    def author(self, *paths: str) -> Author | None:
        """Return who did the last thing to any of some resources; None where no event tells.

        Args:
            paths: Resource paths, such as `clients/<uuid>`.
        """
        if paths not in self._authors:
            self._authors[paths] = self._author(paths)
        return self._authors[paths]

    def _author(self, paths: tuple[str, ...]) -> Author | None:
        events = [event for path in paths for event in self._events(path)]
        if not events:
            return None
        event = max(events, key=lambda each: each["time"])
        when = dt.datetime.fromtimestamp(event["time"] / 1000, dt.UTC)
        return Author(_WORDS.get(event["operationType"], "done"), self._who(event.get("authDetails", {})), when)

    def _events(self, path: str) -> list[dict[str, Any]]:
        if self._refused or self._asked >= _MOST:
            return []
        self._asked += 1
        try:
            about = {"resourceTypes": "REALM"} if path == REALM_ITSELF else {"resourcePath": path}
            found = self.admin.find(f"{self._base}/admin-events", max=_NEWEST, **about)
        except ToolError:  # without view-events, all else can be told
            self._refused = True
            return []
        return list(found or [])

    @property
    def _base(self) -> str:
        return f"realms/{quote(self.realm, safe='')}"

    def _who(self, details: Mapping[str, Any]) -> str:
        user, realm = str(details.get("userId", "")), str(details.get("realmId", ""))
        if user not in self._known:
            self._known[user] = self._name(user, realm)
        return self._known[user]

    def _name(self, user: str, realm: str) -> str:
        if user in self.names:
            return _shown(self.names[user])
        where = self.realm if realm in (self.realm_id, self.realm) else _MASTER
        try:
            found = self.admin.find(f"realms/{quote(where, safe='')}/users/{quote(user, safe='')}")
        except ToolError:  # a viewer of one realm may not read who administers another
            found = None
        return _shown(str(found["username"])) if found else f"user {user} of realm {where}"


def _shown(username: str) -> str:
    client = username.removeprefix("service-account-")
    return username if client == username else f"client {client}"
