"""The client scopes that are assigned to a client, resolved across stacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.mappers import MAPPERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Symbol

__all__ = ["AssignedScopes", "ClientScopes"]

_SCOPE = "keycloak_openid_client_scope"
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
        complete: Every one of them is declared here, or made by Keycloak with the realm.
        mappers: The mappers of those that are declared here.
    """

    names: frozenset[str]
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

    def of(self, client: Resource) -> AssignedScopes:
        """Return the scopes of a client."""
        realm = client.text("realm_id")
        names: set[str] = set()
        complete = True
        for kind in ("default", "optional"):
            argument = f"{kind}_scopes"
            for assignment in self._configuration.referring(
                client, f"keycloak_openid_client_{argument}", argument="client_id"
            ):
                names |= set(assignment.texts(argument))
                for symbol in assignment.symbols(argument):
                    name = self._name(symbol, realm)
                    complete = complete and name is not None
                    names |= {name} if name else set()
        declared = [self._declared[realm, name] for name in sorted(names) if (realm, name) in self._declared]
        return AssignedScopes(
            names=frozenset(names),
            complete=complete and all(name in _BUILT_IN or (realm, name) in self._declared for name in names),
            mappers=tuple(
                mapper
                for scope in declared
                for mapper in self._configuration.referring(scope, *MAPPERS, argument="client_scope_id")
            ),
        )

    def _name(self, symbol: Symbol, realm: str | None) -> str | None:
        scope = self._configuration.target(symbol)
        if scope is not None and scope.type == _SCOPE:
            return scope.text("name")
        # An index into a table of scopes by name, as the models layer makes it.
        return symbol.key if (realm, symbol.key) in self._declared else None
