"""Which roles everybody holds in effect, by which way, and which of them a token can carry."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tools.audit.facts import DEFAULT_ROLES, Fact, Facts, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["EffectiveAccess", "Way"]

Way = tuple[Fact, ...]
"""Facts that together give a role."""

# More reasons of one thing nobody reads.
_MOST_WAYS = 8
_HOLDERS = (Kind.PERSON_ROLE, Kind.ACCOUNT_ROLE)


@dataclass(frozen=True)
class EffectiveAccess:
    """Reads who holds what out of facts, as Keycloak does when it issues a token.

    Roles come from a person's or service account's own, from their groups and the groups above those, from what
    everybody holds, and from roles within roles.

    Attributes:
        facts: What is so in a realm.
    """

    facts: Facts = field(repr=False)

    @cached_property
    def holders(self) -> Mapping[str, Mapping[str, tuple[Way, ...]]]:
        """Each role that somebody holds, with the ways to it, by holder: `person ada`, `service account x`."""
        names = {fact.owner for kind in _HOLDERS for fact in self._by_kind.get(kind, ())}
        names |= {fact.name for fact in self._by_kind.get(Kind.MEMBER, ())}
        names |= {f"person {fact.name}" for fact in self._by_kind.get(Kind.PERSON, ())}
        return {name: self._held(name) for name in sorted(names)}

    @cached_property
    def _by_kind(self) -> Mapping[Kind, list[Fact]]:
        found: dict[Kind, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(fact.kind, []).append(fact)
        return found

    @cached_property
    def _within(self) -> Mapping[str, list[Fact]]:
        return self._by_owner(Kind.COMPOSITE)

    @cached_property
    def _of_groups(self) -> Mapping[str, list[Fact]]:
        return self._by_owner(Kind.GROUP_ROLE)

    @cached_property
    def _own(self) -> Mapping[str, list[Fact]]:
        return self._by_owner(*_HOLDERS)

    @cached_property
    def _groups(self) -> Mapping[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in self._by_kind.get(Kind.MEMBER, ()):
            found.setdefault(fact.name, []).append(fact)
        return found

    def _by_owner(self, *kinds: Kind) -> Mapping[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for kind in kinds:
            for fact in self._by_kind.get(kind, ()):
                found.setdefault(fact.owner, []).append(fact)
        return found

    def _held(self, holder: str) -> Mapping[str, tuple[Way, ...]]:
        given: list[tuple[str, Way]] = [(fact.name, (fact,)) for fact in self._own.get(holder, ())]
        for member in self._groups.get(holder, ()):
            for path in _with_parents(member.owner):
                given += [(fact.name, (member, fact)) for fact in self._of_groups.get(f"group {path}", ())]
        return self.with_composites([*given, (DEFAULT_ROLES, ())])

    def with_composites(self, given: Iterable[tuple[str, Way]]) -> Mapping[str, tuple[Way, ...]]:
        """Return roles with all that are within them, each with the ways to it.

        Args:
            given: Roles, each with a way to it.
        """
        found: dict[str, list[Way]] = {}
        waiting = deque(given)
        while waiting:
            role, way = waiting.popleft()
            ways = found.setdefault(role, [])
            if len(ways) < _MOST_WAYS:
                ways.append(way)
                within = self._within.get(role, ())
                waiting.extend((fact.name, (*way, fact)) for fact in within if _is_new(fact, way))
        return {role: tuple(ways) for role, ways in found.items()}

    def within(self, role: str) -> frozenset[str]:
        """Return a role and all roles within it: a token holds those of them that the client's scopes let in."""
        if role not in self._closures:
            self._closures[role] = frozenset(self.with_composites([(role, ())]))
        return self._closures[role]

    @cached_property
    def _closures(self) -> dict[str, frozenset[str]]:
        return {}

    def opened(self, client: str) -> Mapping[str, tuple[Way, ...]]:
        """Return the roles that a client's tokens may carry where somebody holds them, each with what lets it in.

        Args:
            client: Its `client_id`; where it has full scope, that lets in every role, whatever is said here.
        """
        given: list[tuple[str, Way]] = []
        given += [(fact.name, (fact,)) for fact in self._client_scope_roles.get(client, ())]
        for offered in self._offered.get(client, ()):
            given += [(fact.name, (offered, fact)) for fact in self._scope_roles.get(offered.name, ())]
        given += [(role, ()) for role in self._own_roles(client)]
        return self.with_composites(given)

    @cached_property
    def _client_scope_roles(self) -> Mapping[str, list[Fact]]:
        return self._by_owner(Kind.CLIENT_SCOPE_ROLE)

    @cached_property
    def _offered(self) -> Mapping[str, list[Fact]]:
        return self._by_owner(Kind.DEFAULT_SCOPE, Kind.OPTIONAL_SCOPE)

    @cached_property
    def _scope_roles(self) -> Mapping[str, list[Fact]]:
        return self._by_owner(Kind.SCOPE_ROLE)

    def _own_roles(self, client: str) -> Iterator[str]:
        """Yield a client's own roles, which its scope always has in it."""
        return (name for name in self._roles_by_client.get(client, ()))

    @cached_property
    def _roles_by_client(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for fact in self._by_kind.get(Kind.ROLE, ()):
            client, separator, _ = fact.name.rpartition("/")
            if separator:
                found.setdefault(client, []).append(fact.name)
        return found


def _is_new(fact: Fact, way: Way) -> bool:
    """Tell whether a role has not been on the way already: roles may be within each other."""
    return all(fact.name != each.name for each in way)


def _with_parents(path: str) -> Iterator[str]:
    """Yield a group's path, then those of the groups above it, whose roles its members hold, too."""
    while path:
        yield path
        path = path.rpartition("/")[0]
