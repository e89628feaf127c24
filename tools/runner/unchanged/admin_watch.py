"""Whether nobody but this run wrote to a realm while it was deployed: Keycloak records who calls its Admin API."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tools.errors import ToolError
from tools.runner.unchanged.covering import OTHERWISE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["AdminWatch"]

_ALL = "-1"


@dataclass
class AdminWatch:
    """A realm's admin events since a moment.

    An author is a user, by a client, at an address: whoever has our credentials at our address is taken for us.

    Attributes:
        admin: Returns the realm's Keycloak.
        realm: Name of the realm.
    """

    admin: Callable[[], KeycloakAdmin] = field(repr=False)
    realm: str
    _mark: dict[str, Any] | None = field(default=None, init=False, repr=False)

    def begin(self) -> bool:
        """Look from now on, unless it does so already.

        Returns:
            Whether it looks. It cannot where there is no realm yet, where nothing is recorded or nothing was yet, and
            where these credentials may not see it.
        """
        if self._mark is None:
            try:
                if (self._find("events/config") or {}).get("adminEventsEnabled"):
                    self._mark = next(iter(self._find("admin-events", max="1") or ()), None)
            except (ToolError, *OTHERWISE):
                return False
        return self._mark is not None

    def events(self) -> frozenset[str] | None:
        """Return what was recorded since, by ids; None where that had more than one author, or cannot be told."""
        if self._mark is None:
            return None
        try:
            listed = self._find("admin-events", dateFrom=str(self._mark["time"]), max=_ALL) or ()
            ids = {each["id"] for each in listed}
            if self._mark["id"] not in ids:  # cleared, or expired
                return None
        except (ToolError, *OTHERWISE):
            return None
        since = [each for each in listed if each["id"] != self._mark["id"]]
        authors = {json.dumps(each.get("authDetails"), sort_keys=True) for each in since}
        return frozenset(each["id"] for each in since) if len(authors) <= 1 else None

    def _find(self, path: str, **parameters: str) -> Any:  # noqa: ANN401 - Keycloak's JSON
        return self.admin().find(f"realms/{quote(self.realm, safe='')}/{path}", **parameters)
