"""Facts that the resources of an environment make true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.realm_defaults import OWN_ACCOUNT_ROLES
from tools.audit.canonical import ANY_VALUE, configured, joined, unless_default
from tools.audit.declared.arguments import without_nulls
from tools.audit.declared.infrastructure import DeclaredInfrastructure
from tools.audit.declared.names import DeclaredNames
from tools.audit.declared.parts import DeclaredParts
from tools.audit.declared.settings import DeclaredSettings
from tools.audit.facts import DEFAULT_ROLES, Fact, Facts, Kind, holder_of_person, role_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["DeclaredFacts", "declared_facts"]


@dataclass(frozen=True)
class DeclaredFacts:
    """What is declared of a realm.

    Attributes:
        facts: What shall be so.
        whole: Kinds and owners of which a resource says the whole list: what Keycloak brings of them is taken away.
    """

    facts: Facts
    whole: frozenset[tuple[Kind, str]]


def declared_facts(configuration: Configuration) -> DeclaredFacts:
    """Return what the stacks of an environment make true of its realm.

    Args:
        configuration: The stacks.
    """
    listing = _Listing(configuration)
    infrastructure = DeclaredInfrastructure(configuration)
    parts = DeclaredParts(configuration)
    others = (infrastructure, DeclaredSettings(configuration), parts)
    found: dict[Fact, list[str]] = {}
    for resource in configuration.resources():
        for fact in listing.of(resource):
            found[fact] = [""]
        for reader in others:
            for fact, told in reader.of(resource):
                value = unless_default(fact.name, told) if fact.kind is Kind.SETTING else told
                found.setdefault(fact, []).append(value)
        for fact, value in listing.mappers(resource):
            found[fact] = [value]
    found |= {fact: [value] for fact, value in infrastructure.orders()}
    return DeclaredFacts(
        {fact: joined(values) for fact, values in found.items()}, frozenset(listing.whole | parts.whole)
    )


class _Listing:
    def __init__(self, configuration: Configuration) -> None:
        self._names = DeclaredNames(configuration)
        self.whole: set[tuple[Kind, str]] = set()
        self._by_type: dict[str, Callable[[Resource], Iterator[Fact]]] = {
            "keycloak_openid_client": self._client,
            "keycloak_saml_client": self._client,
            "keycloak_user": self._person,
            "keycloak_group": self._group,
            "keycloak_role": self._role,
            "keycloak_default_roles": self._default_roles,
            "keycloak_user_roles": self._user_roles,
            "keycloak_group_roles": self._group_roles,
            "keycloak_user_groups": self._user_groups,
            "keycloak_group_memberships": self._members,
            "keycloak_default_groups": self._default_groups,
            "keycloak_openid_client_service_account_role": self._service_account_role,
            "keycloak_openid_client_service_account_realm_role": self._service_account_role,
            "keycloak_openid_client_scope": self._scope,
            "keycloak_saml_client_scope": self._scope,
            "keycloak_openid_client_default_scopes": self._default_scopes,
            "keycloak_openid_client_optional_scopes": self._optional_scopes,
            "keycloak_realm_default_client_scopes": self._new_client_scopes,
            "keycloak_realm_optional_client_scopes": self._new_client_scopes,
            "keycloak_generic_role_mapper": self._scope_role,
            "keycloak_generic_client_role_mapper": self._scope_role,
        }

    def of(self, resource: Resource) -> Iterator[Fact]:
        """Yield the facts of one resource."""
        if resource.type in self._by_type:
            yield from self._by_type[resource.type](resource)

    def mappers(self, resource: Resource) -> Iterator[tuple[Fact, str]]:
        """Yield the protocol mapper that a resource is, with its settings."""
        if not resource.type.endswith("_protocol_mapper"):
            return
        kind, config = resource.text("protocol_mapper"), without_nulls(resource.value("config"))
        known = kind and isinstance(config, dict) and all(isinstance(each, str) for each in config.values())
        value = configured(kind, config) if kind and known and isinstance(config, dict) else ANY_VALUE
        name = resource.text("name") or "?"
        for scope in self._names.scopes(resource.value("client_scope_id")):
            yield Fact(Kind.MAPPER, f"scope {scope}", name), value
        for client in self._names.clients(resource.value("client_id")):
            yield Fact(Kind.MAPPER, f"client {client}", name), value

    def _client(self, client: Resource) -> Iterator[Fact]:
        yield Fact(Kind.CLIENT, "", client.text("client_id") or "?")

    def _person(self, person: Resource) -> Iterator[Fact]:
        yield Fact(Kind.PERSON, "", (person.text("username") or "?").lower())

    def _group(self, group: Resource) -> Iterator[Fact]:
        yield Fact(Kind.GROUP, "", self._names.group(group))

    def _role(self, role: Resource) -> Iterator[Fact]:
        name = self._names.role(role)
        yield Fact(Kind.ROLE, "", name)
        self.whole.add((Kind.COMPOSITE, name))
        yield from (Fact(Kind.COMPOSITE, name, each) for each in self._names.roles(role.value("composite_roles")))

    def _default_roles(self, roles: Resource) -> Iterator[Fact]:
        self.whole.add((Kind.COMPOSITE, DEFAULT_ROLES))
        declared = roles.texts("default_roles")
        if not any("/" in each for each in declared):  # providers before 5.1 leave roles of clients alone
            declared += OWN_ACCOUNT_ROLES
        yield from (Fact(Kind.COMPOSITE, DEFAULT_ROLES, each) for each in declared)

    def _user_roles(self, grant: Resource) -> Iterator[Fact]:
        for holder in self._names.holders(grant.value("user_id")):
            kind = Kind.PERSON_ROLE if holder == holder_of_person(holder.partition(" ")[2]) else Kind.ACCOUNT_ROLE
            yield from (Fact(kind, holder, role) for role in self._names.roles(grant.value("role_ids")))

    def _service_account_role(self, grant: Resource) -> Iterator[Fact]:
        client = next(self._names.clients(grant.value("client_id")), None)
        for holder in self._names.holders(grant.value("service_account_user_id")):
            yield Fact(Kind.ACCOUNT_ROLE, holder, role_path(client, grant.text("role") or "?"))

    def _group_roles(self, grant: Resource) -> Iterator[Fact]:
        for group in self._names.groups(grant.value("group_id")):
            roles = self._names.roles(grant.value("role_ids"))
            yield from (Fact(Kind.GROUP_ROLE, f"group {group}", role) for role in roles)

    def _user_groups(self, joined: Resource) -> Iterator[Fact]:
        for holder in self._names.holders(joined.value("user_id")):
            yield from (Fact(Kind.MEMBER, group, holder) for group in self._names.groups(joined.value("group_ids")))

    def _members(self, joined: Resource) -> Iterator[Fact]:
        for group in self._names.groups(joined.value("group_id")):
            yield from (Fact(Kind.MEMBER, group, holder_of_person(name)) for name in joined.texts("members"))

    def _default_groups(self, groups: Resource) -> Iterator[Fact]:
        yield from (Fact(Kind.DEFAULT_GROUP, "", path) for path in self._names.groups(groups.value("group_ids")))

    def _scope(self, scope: Resource) -> Iterator[Fact]:
        yield Fact(Kind.SCOPE, "", scope.text("name") or "?")

    def _default_scopes(self, offered: Resource) -> Iterator[Fact]:
        yield from self._offered(offered, Kind.DEFAULT_SCOPE, "default_scopes")

    def _optional_scopes(self, offered: Resource) -> Iterator[Fact]:
        yield from self._offered(offered, Kind.OPTIONAL_SCOPE, "optional_scopes")

    def _new_client_scopes(self, offered: Resource) -> Iterator[Fact]:
        default = offered.type == "keycloak_realm_default_client_scopes"
        kind, argument = (
            (Kind.NEW_CLIENT_DEFAULT, "default_scopes") if default else (Kind.NEW_CLIENT_OPTIONAL, "optional_scopes")
        )
        self.whole.add((kind, ""))
        yield from (Fact(kind, "", scope) for scope in self._names.scopes(offered.value(argument)))

    def _offered(self, offered: Resource, kind: Kind, argument: str) -> Iterator[Fact]:
        for client in self._names.clients(offered.value("client_id")):
            self.whole.add((kind, client))
            yield from (Fact(kind, client, scope) for scope in self._names.scopes(offered.value(argument)))

    def _scope_role(self, mapping: Resource) -> Iterator[Fact]:
        roles = tuple(self._names.roles(mapping.value("role_id")))
        for scope in self._names.scopes(mapping.value("client_scope_id")):
            yield from (Fact(Kind.SCOPE_ROLE, scope, role) for role in roles)
        for client in self._names.clients(mapping.value("client_id")):
            yield from (Fact(Kind.CLIENT_SCOPE_ROLE, client, role) for role in roles)
