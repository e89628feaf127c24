"""All that a live realm holds, to compare with another."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.required_actions import TERMS

if TYPE_CHECKING:
    from tests.support.realms.live_environment import LiveEnvironment

__all__ = ["exported_realm"]

# What Keycloak generates, and what tells two things of one name apart. An empty text and a flag that is off are none.
_OWN = re.compile(
    r"^(id|subType|containerId|internalId|_id|parentId|secret|client\.secret\.creation\.time|authenticatorConfig)$"
)
_NAMES = ("clientId", "alias", "username", "name", "authenticator", "flowAlias", "clientScope", "client")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _leaves(value: Any, path: str = "") -> dict[str, object]:  # noqa: ANN401 - Keycloak's JSON
    """Return what a realm's export says, by place; things in lists by their names."""
    if isinstance(value, dict):
        return {
            place: leaf
            for key, item in value.items()
            if not _OWN.match(key)
            for place, leaf in _leaves(item, f"{path}/{key}").items()
        }
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return {path: sorted(value)}
    if isinstance(value, list):
        named: dict[str, object] = {}
        for index, item in enumerate(value):
            name = next((item[key] for key in _NAMES if item.get(key)), index)
            if "identityProviderAlias" in item:  # mappers of two providers may share a name
                name = f"{item['identityProviderAlias']}/{name}"
            named |= _leaves(item, f"{path}/{name}")
        return named
    return {path: _UUID.sub("<id>", value) if isinstance(value, str) else value} if value not in ("", False) else {}


def exported_realm(live: LiveEnvironment) -> dict[str, object]:
    """Return everything that the realm holds."""
    everything = {"exportClients": "true", "exportGroupsAndRoles": "true"}
    whole = live.admin.request("POST", f"realms/{live.realm}/partial-export", params=everything).json()
    users = live.admin.get(f"realms/{live.realm}/users", max="100", briefRepresentation="false").json()
    for user in users:
        base = f"realms/{live.realm}/users/{user['id']}"
        # The terms are turned off, nobody is asked for them.
        user["requiredActions"] = [name for name in user["requiredActions"] if name != TERMS]
        user["groups"] = [group["path"] for group in live.admin.get(f"{base}/groups").json()]
        user["roles"] = live.admin.get(f"{base}/role-mappings").json()
        del user["createdTimestamp"]
    text = json.dumps({**whole, "users": users}).replace(live.realm, "<realm>")
    return _leaves(json.loads(text))
