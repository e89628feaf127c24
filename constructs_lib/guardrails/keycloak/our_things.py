"""What is ours in the stacks: what our constructs made, and how others refer to it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.names import SERVICE_ACCOUNT_PREFIX, TAKEN_SCOPES
from constructs_lib.declaration.token_settings import TOKEN_SCOPE
from constructs_lib.guardrails.terraform.readings import settled
from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives, symbols_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["OurThings", "identity"]

_REALM = "keycloak_realm"
# What a resource is within its realm, and the argument that names it there.
_IDENTITIES = {
    "keycloak_authentication_flow": ("flow", "alias"),
    "keycloak_authentication_subflow": ("flow", "alias"),
    "keycloak_custom_user_federation": ("user federation", "name"),
    "keycloak_group": ("group", "name"),
    "keycloak_ldap_user_federation": ("user federation", "name"),
    "keycloak_openid_client": ("client", "client_id"),
    "keycloak_openid_client_scope": ("client scope", "name"),
    _REALM: ("realm", "realm"),
    "keycloak_realm_client_policy_profile": ("client profile", "name"),
    "keycloak_realm_client_policy_profile_policy": ("client policy", "name"),
    "keycloak_required_action": ("required action", "alias"),
    "keycloak_role": ("role", "name"),
    "keycloak_saml_client": ("client", "client_id"),
    "keycloak_saml_client_scope": ("client scope", "name"),
    "keycloak_user": ("user", "username"),
}
_PROVIDER = ("identity provider", "alias")
_ASSIGNMENTS = ("keycloak_openid_client_default_scopes", "keycloak_openid_client_optional_scopes")
_PATH = "group_path"
# Whose the names of some are: a role of a client, or a group below another, is none of the realm's.
_OUTER = {"group": "parent_id", "role": "client_id"}


def identity(resource: Resource) -> tuple[str, Value] | None:
    """Return what a resource is within its realm, and what names it there; None of what has no name."""
    kind, argument = _IDENTITIES.get(resource.type, (None, ""))
    if kind is None and resource.type.endswith("_identity_provider"):
        kind, argument = _PROVIDER
    return (kind, settled(resource.arguments.get(argument))) if kind else None


class OurThings:
    """What our constructs made in the stacks.

    Args:
        configuration: The stacks.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    def have(self, resource: Resource) -> bool:
        """Tell whether a resource, or a data source, was made by one of our constructs."""
        emitted = self._configuration.emitted.get(resource.stack)
        return emitted is not None and emitted.has(resource.address)

    @cached_property
    def names(self) -> Mapping[str, frozenset[str]]:
        """Names by kinds; those of roles also as mappers and workflows write them, `<client>.<role>`, `<client>/…`."""
        found: dict[str, set[str]] = {"audience": self._audiences()}
        for resource in filter(self.have, self._configuration.resources()):
            named = identity(resource)
            if named and isinstance(named[1], str):
                kind, name = named
                if kind == "group" and resource.arguments.get("parent_id") not in (None, ""):
                    continue  # paths begin at the root
                found.setdefault(kind, set()).add(str(name))
                if kind == "client":
                    found.setdefault("user", set()).add(f"{SERVICE_ACCOUNT_PREFIX}{name}".lower())
                if kind == "role":
                    clients = self._configuration.targets(resource.arguments.get("client_id"))
                    of = [client.arguments.get("client_id") for client in clients]
                    found[kind] |= {f"{client}{separator}{name}" for client in of for separator in "./"}
        found.setdefault("role", set()).update(self._claimed_roles)
        return {kind: frozenset(names) for kind, names in found.items()}

    @cached_property
    def _claimed_roles(self) -> frozenset[str]:
        """Roles of realms, as tokens of declared clients name them beside ours: whoever has one has the claim."""
        realms = (checked.declaration.realm for checked in self._configuration.declared)
        return frozenset(role for realm in realms for role in realm.compatibility.realm_access)

    @cached_property
    def _has_group_claims(self) -> bool:
        """Whether a declared application's tokens name groups, which they do without the groups above."""
        return any(
            application.groups_claim
            for checked in self._configuration.declared
            for access in checked.declaration.accesses().values()
            for application in access.applications.values()
        )

    def _audiences(self) -> set[str]:
        return {
            api.effective_audience
            for checked in self._configuration.declared
            for api in checked.declaration.every_api.values()
        }

    @cached_property
    def _realms(self) -> frozenset[str]:
        return frozenset(checked.declaration.realm.name.casefold() for checked in self._configuration.declared)

    def may_be_in(self, resource: Resource) -> bool:
        """Tell whether a resource is in a realm that is declared, or may be: some databases pass over case."""
        realm = resource.arguments.get("realm_id", resource.arguments.get("realm"))
        return not isinstance(realm, str) or realm.casefold() in self._realms

    @cached_property
    def token_scopes(self) -> frozenset[str]:
        """Names of the client scopes that shape tokens, which bring no role."""
        return frozenset(checked.declaration.realm.in_realm(TOKEN_SCOPE) for checked in self._configuration.declared)

    def twin(self, resource: Resource) -> tuple[str, str] | None:
        """Return kind and name of a resource of others where something of ours is that already: `client`, `scorer`."""
        named = identity(resource)
        if named is None or named[1] not in self.names.get(named[0], ()):
            return None
        found = named[0], str(named[1])
        outer = _OUTER.get(named[0])
        if outer is None:
            return found
        if resource.arguments.get(outer) not in (None, ""):
            # What it belongs to says whether it is ours, but for a claim that knows names alone.
            return found if named[0] == "group" and self._has_group_claims else None
        if named[0] == "role" and found[1] in self._claimed_roles:
            return found
        same = (each for each in filter(self.have, self._configuration.resources()) if identity(each) == named)
        return found if any(each.arguments.get(outer) in (None, "") for each in same) else None

    def referred(self, value: Value) -> Iterator[Resource]:
        """Yield what is ours among all that a value is, may be or is made of; a data source counts as what it finds."""
        seen: set[int] = set()
        for each in alternatives(value):
            for target in self._configuration.targets(each):
                if id(target) not in seen and (self.have(target) or self._finds_ours(target)):
                    yield target
                seen.add(id(target))

    def shared(self, value: Value) -> Iterator[Resource]:
        """Yield the data sources by which a value finds scopes that declared clients have, and that Keycloak made."""
        for target in self._configuration.targets(value):
            found = target.address.startswith("data.") and not self._is_elsewhere(target) and identity(target)
            if found and found[0] == "client scope" and found[1] in self._shared and not self._finds_ours(target):
                yield target

    @cached_property
    def _shared(self) -> frozenset[str]:
        found = set(TAKEN_SCOPES)
        for each in filter(self.have, self._configuration.resources(*_ASSIGNMENTS)):
            for argument in ("default_scopes", "optional_scopes"):
                names = map(settled, alternatives(each.arguments.get(argument)))
                found |= {name for name in names if isinstance(name, str)}
        return frozenset(found)

    def keyed(self, value: Value) -> Iterator[str]:
        """Yield the names of roles of ours by which a value is taken from a table, where no table tells more."""
        for each in alternatives(value):
            for symbol in symbols_in(each):
                for source in symbol.sources():
                    if source.address is None and source.key and source.key in self.names.get("role", ()):
                        yield source.key

    def _is_elsewhere(self, source: Resource) -> bool:
        realm = source.arguments.get("realm_id")
        return isinstance(realm, str) and realm.casefold() not in self._realms

    def _finds_ours(self, source: Resource) -> bool:
        """Tell whether a data source finds, or may find, something of ours."""
        if not source.address.startswith("data."):
            return False
        named = identity(source)
        if named is None or named[0] == "realm":
            below = [value for name, value in source.arguments.items() if name not in ("realm", "realm_id")]
            return any(next(self.referred(value), None) for value in below)
        if self._is_elsewhere(source):
            return False
        name = named[1].lower() if named[0] == "user" and isinstance(named[1], str) else named[1]
        found = (name, *_path_of(source))
        return any(isinstance(each, Symbol) or each in self.names.get(named[0], ()) for each in found)


def _path_of(source: Resource) -> tuple[Value, ...]:
    """Return the names in the path by which a data source finds a group; the path where an apply decides about it."""
    path = settled(source.arguments.get(_PATH)) if source.type == "keycloak_group" else None
    return tuple(path.strip("/").split("/")) if isinstance(path, str) else (path,)
