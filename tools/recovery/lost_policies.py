"""Client policies that are gone from Keycloak, or whose realm is: provider 5.9.0 does not see that.

It reads them by their names, keeps in the state what it does not find, and fails where there is no such realm. They are
taken out of the state, so that the plan makes them again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tools.recovery.local_state import local_state_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tools.keycloak.admin import KeycloakAdmin
    from tools.runner.terraform import Terraform

__all__ = ["forget_lost_policies"]

# The resource's type, and what Keycloak's Admin API calls the list that holds it.
_LISTS = {
    "keycloak_realm_client_policy_profile": "profiles",
    "keycloak_realm_client_policy_profile_policy": "policies",
}


def forget_lost_policies(terraform: Terraform, admin: Callable[[], KeycloakAdmin], tell: Callable[[str], None]) -> None:
    """Take client policies and profiles out of a stack's state that Keycloak does not have.

    Args:
        terraform: Terraform in the stack's folder, initialized.
        admin: Returns the stack's Keycloak.
        tell: Is told what is made again.

    Raises:
        StackError: The state cannot be read or written.
        ToolError: Keycloak does not answer.
    """
    if not _declares_any(terraform):
        return
    held = list(_held(_state(terraform)))
    live: dict[tuple[str, str], frozenset[str]] = {
        (realm, kind): frozenset(_names(admin(), realm, kind)) for realm, kind in {(each[2], each[0]) for each in held}
    }
    lost = {address: name for kind, address, realm, name in held if name not in live[realm, kind]}
    if lost:
        terraform.forget(*lost)
        names = ", ".join(dict.fromkeys(lost.values()))
        tell(f"stack {terraform.stack.name}: client policies {names} are gone from Keycloak: they are made again")


def _declares_any(terraform: Terraform) -> bool:
    declared = json.loads((terraform.stack.folder / "cdk.tf.json").read_bytes())
    return not _LISTS.keys().isdisjoint(declared.get("resource", {}))


def _state(terraform: Terraform) -> Mapping[str, Any]:
    file = local_state_file(terraform.stack.folder)
    if file is None:
        return terraform.pull() or {}
    return json.loads(file.read_bytes()) if file.is_file() else {}


def _held(state: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the type, the address, the realm and the name of each that the state has."""
    for resource in state.get("resources", ()):
        kind = resource["type"]
        if resource["mode"] == "managed" and kind in _LISTS:
            for instance in resource["instances"]:
                attributes = instance["attributes"]
                yield kind, f"{kind}.{resource['name']}", attributes["realm_id"], attributes["name"]


def _names(admin: KeycloakAdmin, realm: str, kind: str) -> Iterator[str]:
    found = admin.find(f"realms/{quote(realm, safe='')}/client-policies/{_LISTS[kind]}")
    yield from (each["name"] for each in (found or {}).get(_LISTS[kind], ()))
