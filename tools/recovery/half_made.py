"""What a killed provider left half-made, and cannot finish: without worth, it goes, and is made anew.

- An account whose first password is declared: the provider sets that in a second call, when it creates the account and
  never again. With a password or without one, whoever made the account may know how to get in: it is made anew.
- Mappers that Keycloak gave a directory: the provider removes them in further calls, when it creates the directory.
- Client policies and their profiles, whole or not: the provider (5.9.0) can neither import them nor make them twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from tools.recovery.agreement import NOTHING_AGREED
from tools.recovery.known_objects import known_ids
from tools.recovery.natural_keys import Planned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.keycloak.admin import KeycloakAdmin
    from tools.recovery.agreement import Agreement
    from tools.recovery.realm_objects import Realms
    from tools.runner.plan import StackPlan

__all__ = ["HalfMade", "find_half_made"]

_DIRECTORY = "keycloak_ldap_user_federation"
_DIRECTORY_MAPPERS = "keycloak_ldap_"
# Where Keycloak lists them, by type; a profile cannot go before the policies that apply it.
_LISTS = {
    "keycloak_realm_client_policy_profile_policy": (
        "policies",
        "realm-client-policy-profile-policies",
        "client policy",
    ),
    "keycloak_realm_client_policy_profile": ("profiles", "realm-client-policy-profiles", "client policies' profile"),
}


@dataclass(frozen=True)
class HalfMade:
    """An object that is to be removed.

    Attributes:
        path: Where the Admin API has it.
        what: What a person calls it.
        address: Resource that is made in its place; empty where none is.
        listed: Its name and that of the list at `path`, where Keycloak has no path for one alone.
    """

    path: str
    what: str
    address: str = ""
    listed: tuple[str, str] | None = None

    def remove(self, admin: KeycloakAdmin) -> None:
        """Remove it."""
        if self.listed is None:
            admin.request("DELETE", self.path)
            return
        name, key = self.listed
        rest = [entry for entry in admin.get(self.path).json()[key] if entry["name"] != name]
        admin.request("PUT", self.path, json={key: rest})


def find_half_made(
    plan: StackPlan, stack: Path, realms: Realms, agreed: Agreement = NOTHING_AGREED
) -> tuple[HalfMade, ...]:
    """Find what has to go before a plan is applied.

    Args:
        plan: Of one stack.
        stack: Its folder.
        realms: Those of the stack's Keycloak.
        agreed: Accounts and directories that are taken over as they are.
    """
    return (
        *_accounts(plan, stack, realms, agreed),
        *_mappers(plan, stack, realms, agreed),
        *_policies(plan, stack, realms),
    )


def _accounts(plan: StackPlan, stack: Path, realms: Realms, agreed: Agreement) -> Iterator[HalfMade]:
    for change in plan.changes:
        planned = Planned(change.after or {})
        if change.type != "keycloak_user" or change.actions != ("create",) or not planned.realm:
            continue
        if change.import_id or not planned.arguments.get("initial_password"):
            continue
        realm, name = realms.of(planned.realm), planned.text("username")
        user = realm.user(name)
        if user and ("keycloak_user", user) not in known_ids(stack) and not agreed.has("keycloak_user", user, realm):
            has = "has no credential yet" if realm.has_no_credential(user) else "has not used the first password yet"
            what = f"person '{name}', who {has}: made anew"
            yield HalfMade(_path(planned.realm, "users", user), what, change.address)


def _mappers(plan: StackPlan, stack: Path, realms: Realms, agreed: Agreement) -> Iterator[HalfMade]:
    """Yield mappers of directories that this plan takes over, which it does not declare.

    One that an operator has listed was in use: its mappers may be what brings people their groups and roles.
    """
    declared = {
        (planned.text("ldap_user_federation_id"), planned.text("name"))
        for change in plan.changes
        if change.type.startswith(_DIRECTORY_MAPPERS) and (planned := Planned(change.after or {}))
    }
    for change in plan.changes:
        if change.type != _DIRECTORY or not change.import_id:
            continue
        planned = Planned(change.after or {})
        name, federation = planned.text("name"), change.import_id.rpartition("/")[2]
        if agreed.has(_DIRECTORY, federation, realms.of(planned.realm)):
            continue
        known = {id for _, id in known_ids(stack)}
        for mapper in realms.of(planned.realm).federation_mappers(federation):
            if (federation, mapper["name"]) not in declared and mapper["id"] not in known:
                what = f"mapper '{mapper['name']}', which Keycloak gave directory '{name}': removed"
                yield HalfMade(_path(planned.realm, "components", mapper["id"]), what)


def _policies(plan: StackPlan, stack: Path, realms: Realms) -> Iterator[HalfMade]:
    for kind, (key, id_part, what) in _LISTS.items():
        for change in plan.changes:
            planned = Planned(change.after or {})
            if change.type != kind or change.actions != ("create",) or not planned.realm:
                continue
            realm, name = planned.realm, planned.text("name")
            if name in realms.of(realm).client_policies(key) and (kind, f"{realm}/{id_part}/{name}") not in known_ids(
                stack
            ):
                path = _path(realm, "client-policies", key)
                yield HalfMade(path, f"{what} '{name}': made anew", change.address, (name, key))


def _path(realm: str, kind: str, id: str) -> str:
    return f"realms/{quote(realm, safe='')}/{kind}/{quote(id, safe='')}"
