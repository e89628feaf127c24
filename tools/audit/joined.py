"""What of a realm that somebody else owns is ours: an audit is silent about all the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tools.audit.facts import Kind, holder_of_service_account

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.audit.facts import Fact, Facts

__all__ = ["OurShare"]

# What the owner and the name of a fact name; of other kinds nothing is ours.
_ABOUT: Mapping[Kind, tuple[str, str]] = {
    Kind.CLIENT: ("", "client"),
    Kind.GROUP: ("", "group"),
    Kind.MEMBER: ("group", ""),
    Kind.ROLE: ("", "role"),
    Kind.COMPOSITE: ("role", "role"),
    Kind.PERSON_ROLE: ("holder", "role"),
    Kind.ACCOUNT_ROLE: ("holder", "role"),
    Kind.GROUP_ROLE: ("holder", "role"),
    Kind.SCOPE: ("", "scope"),
    Kind.SCOPE_ROLE: ("scope", "role"),
    Kind.CLIENT_SCOPE_ROLE: ("client", "role"),
    Kind.DEFAULT_SCOPE: ("client", "scope"),
    Kind.OPTIONAL_SCOPE: ("client", "scope"),
    Kind.NEW_CLIENT_DEFAULT: ("", "scope"),
    Kind.NEW_CLIENT_OPTIONAL: ("", "scope"),
    Kind.MAPPER: ("owner", ""),
    Kind.SETTING: ("owner", ""),
    Kind.AUTHORIZATION: ("owner", ""),
}


@dataclass(frozen=True)
class OurShare:
    """Clients, scopes and groups that are declared, and everything that is theirs or holds something of theirs.

    Attributes:
        clients: `client_id`s.
        scopes: Names of client scopes.
        groups: Paths of groups; those below them are ours, too.
        prefix: What the names of ours begin with; empty where they need not.
    """

    clients: frozenset[str]
    scopes: frozenset[str]
    groups: frozenset[str]
    prefix: str = ""

    @classmethod
    def of(cls, declared: Facts, prefix: str = "") -> Self:
        """Return what the declared facts of an environment make ours.

        Args:
            declared: What is declared.
            prefix: What names of ours begin with, if anything; what begins so and is not declared is ours as well.
        """

        def named(kind: Kind) -> frozenset[str]:
            return frozenset(fact.name for fact in declared if fact.kind is kind)

        return cls(named(Kind.CLIENT), named(Kind.SCOPE), named(Kind.GROUP), prefix)

    def within(self, facts: Facts) -> Facts:
        """Return the facts that are about something of ours."""
        return {fact: value for fact, value in facts.items() if self._is_ours(fact)}

    def _is_ours(self, fact: Fact) -> bool:
        owner, name = _ABOUT.get(fact.kind, ("", ""))
        return self._is(owner, fact.owner) or self._is(name, fact.name)

    def _is(self, what: str, text: str) -> bool:
        """Tell whether a text names something of ours, by what it names."""
        known: Mapping[str, Callable[[str], bool]] = {
            "client": self._is_client,
            "scope": self._is_scope,
            "group": self._is_group,
            "role": self._is_role,
            "holder": self._is_holder,
            "owner": self._is_owner,
        }
        return what in known and known[what](text)

    def _is_client(self, name: str) -> bool:
        return name in self.clients or self._has_prefix(name)

    def _is_scope(self, name: str) -> bool:
        return name in self.scopes or self._has_prefix(name)

    def _is_group(self, path: str) -> bool:
        return any(path == each or path.startswith(f"{each}/") for each in self.groups)

    def _is_role(self, path: str) -> bool:
        client, separator, _ = path.rpartition("/")
        return bool(separator) and self._is_client(client)

    def _is_holder(self, holder: str) -> bool:
        kind, _, name = holder.partition(" ")
        if kind == "group":
            return self._is_group(name)
        return any(holder == holder_of_service_account(client) for client in self.clients)

    def _is_owner(self, owner: str) -> bool:
        kind, _, name = owner.partition(" ")
        return (kind == "client" and self._is_client(name)) or (kind == "scope" and self._is_scope(name))

    def _has_prefix(self, name: str) -> bool:
        return bool(self.prefix) and name.startswith(f"{self.prefix}-")
