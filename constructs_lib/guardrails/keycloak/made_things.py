"""What stacks make in a realm, ours or somebody's own; everything else there was made by hand, or by Keycloak."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.our_things import identity
from constructs_lib.guardrails.terraform.readings import settled
from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["MadeThings", "realm_of"]

_DATA = "data."
_GROUP, _ROLE = "keycloak_group", "keycloak_role"
# The realm itself is whose it is, and the other makes of a text what is written there.
_NO_THING = frozenset({"keycloak_client_description_converter", "keycloak_realm"})
# People come from elsewhere: a directory, an identity provider.
_PEOPLE = "user"


class MadeThings:
    """What the stacks make, by the names that Keycloak knows it by.

    Args:
        configuration: The stacks.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    def has(self, kind: str, name: str, by: Resource) -> bool:
        """Tell whether a stack makes something of a kind and name in a realm, for sure.

        Args:
            kind: What it is there: `client`.
            name: Its name there: a `client_id`.
            by: What refers to it.
        """
        return name in self._names.get((realm_of(by), kind), ())

    def lacks(self, value: Value) -> Iterator[Resource]:
        """Yield the data sources, among what a value may be, that find what no stack makes; people are from elsewhere.

        Args:
            value: What somebody refers to.
        """
        for each in alternatives(value):
            for target in self._configuration.targets(each):
                if target.address.startswith(_DATA) and self._is_lacking(target, frozenset()):
                    yield target

    def makes(self, value: Value) -> bool:
        """Tell whether a value is, for sure, of something that a stack makes: no data source, variable or constant."""
        found = list(alternatives(value))
        return bool(found) and all(isinstance(each, Symbol) and self._is_of_resource(each) for each in found)

    def is_traced(self, value: Symbol) -> bool:
        """Tell whether a value is an attribute of a resource, or data source, of Keycloak's as it is."""
        return value.is_reference and any(
            each.type.startswith("keycloak_") for each in self._configuration.targets(value)
        )

    def _is_of_resource(self, value: Symbol) -> bool:
        targets = list(self._configuration.targets(value))
        return value.is_reference and bool(targets) and not any(each.address.startswith(_DATA) for each in targets)

    def _is_lacking(self, source: Resource, seen: frozenset[int]) -> bool:
        if source.type in _NO_THING or id(source) in seen:
            return False
        named = identity(source)
        if named is None:  # it is of what it refers to: the account of a client, a scope of a resource server
            values = (value for key, value in source.arguments.items() if key not in ("realm", "realm_id"))
            below = [each for value in values for each in self._configuration.targets(value)]
            found = (each for each in below if each.address.startswith(_DATA))
            return not below or any(self._is_lacking(each, seen | {id(source)}) for each in found)
        kind, name = named
        if kind == _PEOPLE:
            return False
        if source.type == _GROUP and not isinstance(name, str):
            name = _first_of(settled(source.arguments.get("group_path")))
        if not isinstance(name, str):
            return True
        return not any(self.has(kind, each, source) for each in self._full_names(source, name))

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], set[str]] = {}
        for resource in self._configuration.resources():
            named = identity(resource)
            if named is None or not isinstance(named[1], str) or resource.decided_by is not None:
                continue  # what may not be made is somebody's by hand where it is not
            if resource.type == _GROUP and resource.arguments.get("parent_id") not in (None, ""):
                continue  # paths begin at the root
            found.setdefault((realm_of(resource), named[0]), set()).update(self._full_names(resource, named[1]))
        return {key: frozenset(names) for key, names in found.items()}

    def _full_names(self, resource: Resource, name: str) -> list[str]:
        """Return the name; of a client's role also the client's, which makes it another than the realm's."""
        client = resource.arguments.get("client_id") if resource.type == _ROLE else None
        if client in (None, ""):
            return [name]
        clients = [each.arguments.get("client_id") for each in self._configuration.targets(client)]
        return [f"{each}/{name}" for each in clients if isinstance(each, str)]


def realm_of(resource: Resource) -> str:
    """Return the realm that a resource is in, or the expression that says so: two are in one where they are equal."""
    return _place(resource.arguments.get("realm_id", resource.arguments.get("realm")))


def _place(realm: Value) -> str:
    known = settled(realm)
    return known.text if isinstance(known, Symbol) else str(known)


def _first_of(path: Value) -> Value:
    """Return the group of a path of one part; the path itself of any other, which no group is called."""
    return path.strip("/") if isinstance(path, str) else path
