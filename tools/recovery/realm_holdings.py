"""What a realm holds that exists already, by the names of what is in it: some requests, whatever its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.facts import DEFAULT_ROLES, Kind
from tools.recovery.held import Held, accounts, holders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.recovery.declared_holdings import DeclaredHoldings
    from tools.recovery.natural_keys import Planned
    from tools.recovery.realm_objects import RealmObjects

__all__ = ["realm_holdings"]

_ALL = "-1"


def realm_holdings(realm: RealmObjects, _planned: Planned, _id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    """Yield what is in a realm.

    Args:
        realm: The realm.
        declared: What may be in it.
    """
    lists: tuple[tuple[Kind, str, str, dict[str, str]], ...] = (
        (Kind.CLIENT, "clients", "clientId", {"max": _ALL}),
        (Kind.GROUP, "groups", "path", {"briefRepresentation": "true", "max": _ALL}),
        (Kind.SCOPE, "client-scopes", "name", {}),
        (Kind.PROVIDER, "identity-provider/instances", "alias", {}),
        (Kind.FLOW, "authentication/flows", "alias", {}),
        (Kind.DIRECTORY, "components", "name", {"type": "org.keycloak.storage.UserStorageProvider"}),
    )
    for kind, path, key, parameters in lists:
        for entry in realm.read(path, **parameters) or ():
            name = str(entry[key])
            yield Held(f"{kind} {name}", is_declared=declared.has(kind, "", name))
    yield from holders(realm, "users", accounts(declared.names(Kind.PERSON, "")), "person {}")
    default = realm.default_role
    for role in realm.read("roles", max=_ALL) or ():
        if role["id"] != default:
            yield Held(f"role {role['name']}", is_declared=declared.has(Kind.ROLE, "", role["name"]))
    for inner in realm.of_everybody:
        name = realm.called(inner)
        yield Held(f"role {name} for everybody", is_declared=declared.has(Kind.COMPOSITE, DEFAULT_ROLES, name))
