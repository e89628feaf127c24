"""What references of the Terraform JSON stand for, by the names that facts have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives
from tools.audit.facts import holder_of_person, holder_of_service_account, role_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["DeclaredNames"]

_CLIENTS = ("keycloak_openid_client", "keycloak_saml_client")
_SCOPES = ("keycloak_openid_client_scope", "keycloak_saml_client_scope")


class DeclaredNames:
    """Follows references to what they are called.

    Args:
        configuration: The stacks of an environment.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._by_key: dict[str, list[Resource]] = {}
        for role in configuration.resources("keycloak_role"):
            if name := role.text("name"):
                self._by_key.setdefault(name, []).append(role)

    def clients(self, value: Value) -> Iterator[str]:
        """Yield the `client_id` of each client whose internal id, or service account, a value is."""
        for target in self._targets(value, *_CLIENTS):
            if name := target.text("client_id"):
                yield name

    def roles(self, value: Value) -> Iterator[str]:
        """Yield what each role is called whose id a value is, or an element of it."""
        for each in _elements(value):
            found = self._targets(each, "keycloak_role") or self._keyed(each)
            for role in found:
                yield self.role(role)

    def role(self, role: Resource) -> str:
        """Return what a role is called."""
        client = next(self.clients(role.value("client_id")), None)
        return role_path(client, role.text("name") or "?")

    def groups(self, value: Value) -> Iterator[str]:
        """Yield the path of each group whose id a value is, or an element of it."""
        for each in _elements(value):
            for group in self._targets(each, "keycloak_group"):
                yield self.group(group)

    def group(self, group: Resource) -> str:
        """Return a group's path."""
        parent = next(self.groups(group.value("parent_id")), "")
        return f"{parent}/{group.text('name') or '?'}"

    def scopes(self, value: Value) -> Iterator[str]:
        """Yield each client scope whose id, or name, a value is, or an element of it."""
        for each in _elements(value):
            if isinstance(each, str):
                yield each
            for scope in self._targets(each, *_SCOPES):
                yield scope.text("name") or "?"

    def holders(self, value: Value) -> Iterator[str]:
        """Yield whose account a value is the id of."""
        for person in self._targets(value, "keycloak_user"):
            yield holder_of_person(person.text("username") or "?")
        yield from map(holder_of_service_account, self.clients(value))

    def _targets(self, value: Value, *types: str) -> list[Resource]:
        return [each for each in self._configuration.targets(value) if each.type in types]

    def _keyed(self, value: Value) -> list[Resource]:
        """Return the role that an index into a table of roles by their names is."""
        sources = value.sources() if isinstance(value, Symbol) else ()
        return [role for each in sources if each.key for role in self._by_key.get(each.key, ())]


def _elements(value: Value) -> Iterator[Value]:
    return (each for each in alternatives(value) if each is not None)
