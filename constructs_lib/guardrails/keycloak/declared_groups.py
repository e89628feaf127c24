"""Declared groups, and who belongs to them whatever an apply decides."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.declaration.group_origins import BrokerOrigin, DirectoryOrigin
from constructs_lib.declaration.parent_group import parent_group
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.declaration.group_origins import GroupOrigin
    from constructs_lib.guardrails.keycloak.declared_realms import DeclaredRealm
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["DeclaredGroups"]

_GROUP, _ROLE, _USER = "keycloak_group", "keycloak_role", "keycloak_user"
_ROLES, _JOINED = "keycloak_group_roles", "keycloak_user_groups"
_DIRECTORY, _DIRECTORY_MAPPER = "keycloak_ldap_user_federation", "keycloak_ldap_group_mapper"
_CLAIM_MAPPER = "keycloak_custom_identity_provider_mapper"


class DeclaredGroups:
    """Compares a realm's groups with what is declared of them.

    Args:
        declared: The realm.
    """

    def __init__(self, declared: DeclaredRealm) -> None:
        self._declared = declared
        self._untold: dict[str, list[Resource]] = {}

    @cached_property
    def by_name(self) -> Mapping[str, Resource]:
        """The groups at the root of the realm, or right below our own group there, that are made for sure."""
        groups = [each for each in self._declared.made(_GROUP) if self.is_in_place(each)]
        return {name: group for group in groups if (name := group.text("name"))}

    def is_in_place(self, group: Resource) -> bool:
        """Tell whether a group is where declared ones are: at the root, or right below our own group there."""
        above, parent = parent_group(self._declared.declaration.realm), group.value("parent_id")
        if above is None or parent in (None, ""):
            return parent in (None, "")
        found = self._declared.referred(parent)
        return found is not None and found.text("name") == above and found.value("parent_id") in (None, "")

    @cached_property
    def _users(self) -> Mapping[str, Resource]:
        return {name: user for user in self._declared.made(_USER) if (name := user.text("username"))}

    def lacks_role(self, group: Resource, role: str) -> Iterator[Violation]:
        """Object where a group has no realm role for sure, and to whatever takes the role away."""
        grants = list(self._of(group, _ROLES, "group_id"))
        giving = [
            each
            for each in self._surely(grants, "group_id", group)
            if any(_is_realm_role(found, role) for found in self._declared.members(each, "role_ids"))
        ]
        if not giving:
            yield group.violation(f"its members lack the role '{role}', which the declaration gives to them")
        for grant in grants:
            if grant not in giving and not grant.is_false("exhaustive"):
                yield grant.violation(f"it takes the role '{role}' away from '{group.text('name')}'")

    def lacks_people(self, group: Resource) -> Iterator[Violation]:
        """Object where somebody who is declared to be in a group does not belong to it for sure."""
        name = group.text("name") or ""
        for access in self._declared.declaration.accesses().values():
            for username, person in access.people.items():
                if name in person.groups and username in self._users:
                    yield from self._lacks(group, self._users[username])
        for owner in self._of(group, "keycloak_group_memberships", "group_id"):
            yield owner.violation(f"it takes members of '{name}' away that it does not list")
        for origin in self._declared.checked.origins.get(name, ()):
            if self._comes(origin) and not self._is_mapped(group, name, origin):
                yield group.violation(f"it lacks the people of '{origin.source}' whom the declaration puts into it")

    def memberships(self, username: str) -> Iterator[Resource]:
        """Yield what says which groups somebody who is declared is in."""
        user = self._users.get(username)
        for each in self._declared.some(_JOINED) if user is not None else ():
            if self._declared.referred(each.value("user_id")) is user:
                yield each

    def _lacks(self, group: Resource, user: Resource) -> Iterator[Violation]:
        joined = list(self._of(user, _JOINED, "user_id"))
        giving = [
            each
            for each in self._surely(joined, "user_id", user)
            if any(found is group for found in self._declared.members(each, "group_ids"))
        ]
        if not giving:
            yield user.violation(f"it is not put into '{group.text('name')}', as the declaration says")
        for each in joined:
            if each not in giving and not each.is_false("exhaustive"):
                yield each.violation(f"it takes '{user.text('username')}' out of '{group.text('name')}'")

    def _of(self, target: Resource, kind: str, argument: str) -> Iterator[Resource]:
        """Yield what is about a resource, or about one that nobody can tell."""
        configuration = self._declared.configuration
        yield from configuration.referring(target, kind, argument=argument)
        if kind not in self._untold:
            found = (each for each in self._declared.some(kind) if not any(configuration.targets(each.value(argument))))
            self._untold[kind] = list(found)
        yield from self._untold[kind]

    def _surely(self, resources: Iterable[Resource], argument: str, target: Resource) -> Iterator[Resource]:
        for each in resources:
            if (
                each.decided_by is None
                and self._declared.has(each)
                and self._declared.referred(each.value(argument)) is target
            ):
                yield each

    def _comes(self, origin: GroupOrigin) -> bool:
        """Tell whether people come from a source at all: without it nobody logs in."""
        if isinstance(origin, DirectoryOrigin):
            return any(each.text("name") == origin.source for each in self._declared.some(_DIRECTORY))
        return any(each.text("alias") == origin.source for each in self._declared.some(*IDENTITY_PROVIDERS))

    def _is_mapped(self, group: Resource, name: str, origin: GroupOrigin) -> bool:
        subgroup = self.below(group, origin.source)
        if subgroup is None:
            return False
        if isinstance(origin, BrokerOrigin):
            mappers = [origin.mapper(name, claim, value) for claim, value in origin.claims]
            alias = {"identity_provider_alias": origin.source}
            return all(any(self._declared.made(_CLAIM_MAPPER, having={**alias, **mapper})) for mapper in mappers)
        declared = origin.mapper(name)
        if declared is None:
            return True
        mapped = (
            self._declared.referred(each.value("ldap_user_federation_id"))
            for each in self._declared.made(_DIRECTORY_MAPPER, having=declared)
        )
        theirs = all(self.below(subgroup, each) is not None for each in origin.groups)
        return theirs and any(each is not None and each.text("name") == origin.source for each in mapped)

    def below(self, parent: Resource, name: str) -> Resource | None:
        """Return a subgroup that is made for sure."""
        for each in self._declared.made(_GROUP, having={"name": name}):
            if self._declared.referred(each.value("parent_id")) is parent:
                return each
        return None


def _is_realm_role(resource: Resource, name: str) -> bool:
    return resource.type == _ROLE and resource.text("name") == name and resource.value("client_id") in (None, "")
