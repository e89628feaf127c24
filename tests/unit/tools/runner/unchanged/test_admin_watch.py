"""A realm's admin events tell whether somebody else wrote to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from tools.errors import ToolError
from tools.runner.unchanged.admin_watch import AdminWatch

if TYPE_CHECKING:
    from tools.keycloak.admin import KeycloakAdmin

pytestmark = pytest.mark.unit

US, THEM = {"userId": "1", "ipAddress": "127.0.0.1"}, {"userId": "2", "ipAddress": "127.0.0.1"}


class Server:
    """A realm's events, the newest first, as Keycloak lists them."""

    def __init__(self, *authors: dict[str, str], is_on: bool = True) -> None:
        self.events: list[dict[str, Any]] = []
        self.is_on, self.is_refused = is_on, False
        for author in authors:
            self.write(author)

    def write(self, author: dict[str, str]) -> None:
        """Record one."""
        self.events.insert(0, {"id": f"e{len(self.events)}", "time": len(self.events), "authDetails": author})

    def find(self, path: str, **parameters: str) -> Any:  # noqa: ANN401 - Keycloak's JSON
        """Answer as `KeycloakAdmin` does."""
        if self.is_refused:
            raise ToolError("no")
        if path.endswith("config"):
            return {"adminEventsEnabled": self.is_on}
        limit = int(parameters["max"])
        found = [each for each in self.events if each["time"] >= int(parameters.get("dateFrom", 0))]
        return found[:limit] if limit >= 0 else found

    def watch(self) -> AdminWatch:
        """Return what looks at it."""
        return AdminWatch(lambda: cast("KeycloakAdmin", self), "ml")


def test_nothing_can_be_told() -> None:
    """No event yet, none recorded, refused, or cleared since."""
    assert not Server().watch().begin()
    assert not Server(US, is_on=False).watch().begin()
    server = Server(US)
    server.is_refused = True
    assert not server.watch().begin()
    server.is_refused = False
    watch = server.watch()
    assert watch.events() is None
    assert watch.begin()
    server.events.clear()
    assert watch.events() is None


def test_somebody_else_wrote() -> None:
    """Before it began that is nothing to it; since then, it is."""
    server = Server(THEM, THEM)
    watch = server.watch()
    assert watch.begin()
    assert watch.events() == frozenset()
    server.write(US)
    server.write(US)
    assert watch.events() == frozenset({"e2", "e3"})
    server.write(THEM)
    assert watch.events() is None
