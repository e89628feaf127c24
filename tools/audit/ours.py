"""What of a realm that is joined is ours to audit: the rest is its owner's, and as it shall be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.names import TAKEN_SCOPES
from constructs_lib.declaration.parent_group import parent_group
from constructs_lib.declaration.token_settings import TOKEN_SCOPE
from tools.audit.facts import Fact, Facts, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stacks.environment import Environment

__all__ = ["Ours", "expected_beside_others"]

_ACCOUNT, _GROUP = "service account ", "group "
_OWNERS = ("client ", "scope ")
# Whose owner, or whose name, makes a fact one of ours; one of the two is enough.
_TESTS: Mapping[Kind, tuple[str, str]] = {
    Kind.CLIENT: ("", "client"),
    Kind.SCOPE: ("", "scope"),
    Kind.ROLE: ("", "role"),
    Kind.GROUP: ("", "group"),
    Kind.DEFAULT_GROUP: ("", "group"),
    Kind.MEMBER: ("group", ""),
    Kind.COMPOSITE: ("role", "role"),
    Kind.PERSON_ROLE: ("holder", "role"),
    Kind.ACCOUNT_ROLE: ("holder", "role"),
    Kind.GROUP_ROLE: ("holder", "role"),
    Kind.SCOPE_ROLE: ("scope", "role"),
    Kind.CLIENT_SCOPE_ROLE: ("client", "role"),
    Kind.DEFAULT_SCOPE: ("client", "scope"),
    Kind.OPTIONAL_SCOPE: ("client", "scope"),
    Kind.NEW_CLIENT_DEFAULT: ("", "scope"),
    Kind.NEW_CLIENT_OPTIONAL: ("", "scope"),
    Kind.SETTING: ("part", ""),
    Kind.MAPPER: ("part", ""),
    Kind.COMPONENT: ("part", ""),
}
# What others make may name something of ours: an audience, a role, a group.
_WITH_VALUES = (Kind.MAPPER, Kind.COMPONENT)


def expected_beside_others(expected: Facts, live: Facts, environment: Environment) -> Facts:
    """Return what shall be so in the environment's realm: of one that is joined, what is of others is as it is.

    Args:
        expected: What shall be so in a realm of ours.
        live: What is so.
        environment: What is declared.
    """
    if not environment.realm.is_joined:
        return expected
    ours = Ours(environment, expected)
    own = {fact: value for fact, value in expected.items() if ours.has(fact, value)}
    return {fact: value for fact, value in live.items() if not ours.has(fact, value)} | own


class Ours:
    """Tells what is ours, or opens something of ours to somebody, in a realm that is joined.

    Ours is what is declared, what has the prefix, and what is below the parent group. Whoever holds a role of ours, may
    ask for a scope of ours, or writes our audience into tokens, is about ours too, whoever made that.

    Args:
        environment: What is declared.
        declared: Facts that are.
    """

    def __init__(self, environment: Environment, declared: Facts) -> None:
        realm = environment.realm
        self._prefix = f"{realm.prefix}-" if realm.prefix else ""
        self._group = f"/{parent_group(realm)}"
        apis = environment.every_api.values()
        self._clients = {api.client_id for api in apis}
        for access in environment.accesses().values():
            self._clients |= {*access.applications}
            self._clients |= {each for name, props in access.consumers.items() for each in props.client_ids(name)}
        scopes = {fact.name for fact in declared if fact.kind is Kind.SCOPE}
        self._scopes = scopes - (TAKEN_SCOPES - {TOKEN_SCOPE})  # those that Keycloak makes are not ours
        self._marks = {*(api.effective_audience for api in apis), *self._clients, f"{self._group}/"}

    def has(self, fact: Fact, value: str = "") -> bool:
        """Tell whether a fact is about something of ours.

        Args:
            fact: The fact.
            value: Its value.
        """
        of_owner, of_name = _TESTS.get(fact.kind, ("", ""))
        if (of_owner and self._tests[of_owner](fact.owner)) or (of_name and self._tests[of_name](fact.name)):
            return True
        return fact.kind in _WITH_VALUES and any(mark in value for mark in self._marks)

    @property
    def _tests(self) -> Mapping[str, Callable[[str], bool]]:
        return {
            "client": self._is_client,
            "scope": self._is_scope,
            "role": self._is_role,
            "group": self._is_group,
            "holder": self._is_holder,
            "part": self._is_part,
        }

    def _is_client(self, name: str) -> bool:
        return name in self._clients or self._has_prefix(name)

    def _is_scope(self, name: str) -> bool:
        return name in self._scopes or self._has_prefix(name)

    def _has_prefix(self, name: str) -> bool:
        return bool(self._prefix) and name.startswith(self._prefix)

    def _is_role(self, name: str) -> bool:
        client, slash, _ = name.partition("/")
        return bool(slash) and self._is_client(client)

    def _is_group(self, path: str) -> bool:
        return path == self._group or path.startswith(f"{self._group}/")

    def _is_holder(self, holder: str) -> bool:
        if holder.startswith(_ACCOUNT):
            return self._is_client(holder.removeprefix(_ACCOUNT))
        return holder.startswith(_GROUP) and self._is_group(holder.removeprefix(_GROUP))

    def _is_part(self, owner: str) -> bool:
        client, scope = _OWNERS
        if owner.startswith(client):
            return self._is_client(owner.removeprefix(client))
        return owner.startswith(scope) and self._is_scope(owner.removeprefix(scope))
