"""People of a realm that is joined, in plans."""

from __future__ import annotations

from typing import Any

import pytest

from tools.access.planned.looked_up import looked_up

pytestmark = pytest.mark.unit


def person(username: str) -> dict[str, Any]:
    """Return a data source that found somebody."""
    values = {"id": f"id-{username}", "username": username}
    return {"mode": "data", "type": "keycloak_user", "address": f"data.keycloak_user.{username}", "values": values}


def grant(username: str, *, before: bool, after: bool) -> dict[str, Any]:
    """Return what a plan says of somebody's roles."""
    values = {"user_id": f"id-{username}"}
    change = {"before": values if before else None, "after": values if after else None}
    name = f"Security_Access_People_{username}_Roles_0A1B2C3D"
    return {"mode": "managed", "type": "keycloak_user_roles", "name": name, "change": change}


def test_accounts_are_there_as_far_as_we_gave_them_something() -> None:
    """Who is new is told as new, and who is declared no more as gone, though the account stays."""
    changes = [grant("ada", before=True, after=True), grant("eve", before=True, after=False)]
    found = {
        address: (before and before["username"], after and after["username"])
        for address, before, after in looked_up([person("ada"), person("grace")], changes)
    }
    assert found == {
        "data.keycloak_user.ada": ("ada", "ada"),
        "data.keycloak_user.grace": (None, "grace"),
        "keycloak_user.eve": ("eve", None),
    }


def test_accounts_of_ours_are_not_looked_up() -> None:
    """A person or a client that a plan makes, changes or removes is a resource of it."""
    made = {
        "mode": "managed",
        "type": "keycloak_user",
        "name": "x",
        "change": {"before": {"id": "id-eve"}, "after": None},
    }
    assert list(looked_up([], [made, grant("eve", before=True, after=False)])) == []
