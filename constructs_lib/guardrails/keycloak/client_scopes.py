"""The client scopes that are assigned to a client, resolved across stacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.realm_defaults import BUILT_IN_CLIENTS
from constructs_lib.guardrails.keycloak.mappers import MAPPERS
from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["AssignedScopes", "ClientScopes"]

_CLIENT = "keycloak_openid_client"
_SCOPE = "keycloak_openid_client_scope"
_ASSIGNMENTS = ("keycloak_openid_client_default_scopes", "keycloak_openid_client_optional_scopes")
# What Keycloak makes with every realm.
_BUILT_IN = frozenset(
    {
        "acr",
        "address",
        "basic",
        "email",
        "microprofile-jwt",
        "offline_access",
        "organization",
        "phone",
        "profile",
        "roles",
        "service_account",
        "web-origins",
    }
)


@dataclass(frozen=True)
class AssignedScopes:
    """Default and optional scopes of one client.

    Attributes:
        names: Names of those that are known.
        listed: Default ones and optional ones are assigned: of what is not, the realm decides.
        complete: Every one of them is declared here, or made by Keycloak with the realm.
        mappers: The mappers of those that are declared here.
    """

    names: frozenset[str]
    listed: bool
    complete: bool
    mappers: tuple[Resource, ...]

    def any_with(self, condition: Callable[[Resource], bool]) -> bool:
        """Tell whether a mapper of a scope meets a condition."""
        return any(condition(mapper) for mapper in self.mappers)


class ClientScopes:
    """Finds the scopes of clients.

    Args:
        configuration: The stacks.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._declared = {
            (scope.text("realm_id"), scope.text("name")): scope for scope in configuration.resources(_SCOPE)
        }
        clients = [*configuration.resources(_CLIENT)]
        names = {(client.text("realm_id"), client.text("client_id")) for client in clients}
        self._others: list[Resource] = []
        for assignment in configuration.resources(*_ASSIGNMENTS):
            # As the code says: a plan shows ids.
            ids = [*alternatives((assignment.configured or assignment.arguments).get("client_id"))]
            found = [each for id_ in ids for each in configuration.targets(id_) if each.type == _CLIENT]
            looked_up = [each for each in found if each.address.startswith("data.")]
            own = [each for each in looked_up if each.text("client_id") in BUILT_IN_CLIENTS]
            foreign = [each for each in looked_up if (each.text("realm_id"), each.text("client_id")) not in names]
            if not ids or len(found) < len(ids) or any(each not in own for each in foreign):
                assignment.hidden.add("client_id")  # whose scopes they are nobody can tell
            if own:
                self._others.append(assignment)

    def of_others(self) -> Sequence[Resource]:
        """Return the assignments of scopes to clients that Keycloak makes with every realm."""
        return self._others

    def of(self, client: Resource) -> AssignedScopes:
        """Return the scopes of a client."""
        realm = client.text("realm_id")
        names: set[str] = set()
        listed = complete = True
        for kind in _ASSIGNMENTS:
            argument = kind.removeprefix(f"{_CLIENT}_")
            assignments = [*self._configuration.referring(client, kind, argument="client_id")]
            listed = listed and bool(assignments)
            for assignment in assignments:
                for value in assignment.followed(argument):
                    found = set(self._names(value, realm))
                    complete = complete and bool(found)
                    if not found:
                        assignment.hidden.add(argument)  # any scope, offline_access among them
                    names |= found
        declared = [self._declared[realm, name] for name in sorted(names) if (realm, name) in self._declared]
        return AssignedScopes(
            names=frozenset(names),
            listed=listed,
            complete=complete and all(name in _BUILT_IN or (realm, name) in self._declared for name in names),
            mappers=tuple(
                mapper
                for scope in declared
                for mapper in self._configuration.referring(scope, *MAPPERS, argument="client_scope_id")
            ),
        )

    def _names(self, value: Value, realm: str | None) -> Iterator[str]:
        if isinstance(value, str):
            yield value
            return
        scopes = [scope for scope in self._configuration.targets(value) if scope.type == _SCOPE]
        for scope in scopes:
            yield from filter(None, [scope.text("name")])
        # An index into a table of scopes by name, as the models layer makes it.
        if not scopes and isinstance(value, Symbol) and value.key and (realm, value.key) in self._declared:
            yield value.key
