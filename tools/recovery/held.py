"""One thing that an object of Keycloak's holds, and lists of such things that many kinds of objects have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.audit.facts import Kind, role_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tools.recovery.declared_holdings import DeclaredHoldings
    from tools.recovery.natural_keys import Planned
    from tools.recovery.realm_objects import Entry, RealmObjects

__all__ = ["Held", "accounts", "attributes", "granted", "holders", "memberships", "roles_of"]

# So many of those who are not declared are named; one is enough for a refusal.
_NAMED = 20


@dataclass(frozen=True)
class Held:
    """What an object holds.

    Attributes:
        what: What people call it, without secrets and addresses.
        is_declared: The declaration, or Keycloak with every object of the kind, gives it.
    """

    what: str
    is_declared: bool = False


def roles_of(realm: RealmObjects, path: str) -> Iterator[str]:
    """Yield the roles of a list of mappings, as facts call them; that of everybody is left out."""
    found = realm.read(path) or {}
    default = realm.default_role
    yield from (str(role["name"]) for role in found.get("realmMappings", ()) if role["id"] != default)
    for client in found.get("clientMappings", {}).values():
        yield from (role_path(client["client"], role["name"]) for role in client["mappings"])


def granted(realm: RealmObjects, at: str, declared: DeclaredHoldings, kind: Kind, holder: str) -> Iterator[Held]:
    """Yield the roles that an account or a group was given.

    Args:
        realm: The realm.
        at: Path of the account or group.
        declared: What may be there.
        kind: Of the facts that would give them.
        holder: Who holds them, as these facts call it.
    """
    for role in roles_of(realm, f"{at}/role-mappings"):
        yield Held(f"role {role}", is_declared=declared.has(kind, holder, role))


def memberships(realm: RealmObjects, at: str, declared: DeclaredHoldings, holder: str) -> Iterator[Held]:
    """Yield the groups that an account is in.

    Args:
        realm: The realm.
        at: Path of the account.
        declared: What may be there.
        holder: Whose account it is, as facts call it.
    """
    for group in realm.read(f"{at}/groups", briefRepresentation="true", max="-1") or ():
        path = str(group["path"])
        yield Held(f"membership of group {path}", is_declared=declared.has(Kind.MEMBER, path, holder))


def accounts(names: Iterable[str]) -> frozenset[str]:
    """Return the usernames of holders as facts call them."""
    return frozenset(
        f"service-account-{name.removeprefix('service account ').lower()}"
        if name.startswith("service account ")
        else name.removeprefix("person ")
        for name in names
    )


def holders(
    realm: RealmObjects, path: str, declared: Collection[str], words: str, *, key: str = "username"
) -> Iterator[Held]:
    """Yield accounts, or groups, of a list; no more of it is read than what is declared, and some more.

    Args:
        realm: The realm.
        path: The list.
        declared: Names that may be in it.
        words: What people read, with a place for the name.
        key: By which property they are named.
    """
    most = len(declared) + _NAMED
    for entry in realm.read(path, briefRepresentation="true", max=str(most)) or ():
        yield Held(words.format(entry[key]), is_declared=entry[key] in declared)


def attributes(entry: Entry, planned: Planned) -> Iterator[Held]:
    """Yield the attributes of an object, by their names: an apply sets the values of those that are declared.

    Args:
        entry: The object.
        planned: What its resource declares.
    """
    wanted = planned.arguments.get("attributes")
    for name in entry.get("attributes") or ():
        yield Held(f"attribute {name}", is_declared=isinstance(wanted, dict) and name in wanted)
