"""What a realm holds, as lines that a person can compare."""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["RealmContents"]

Lines = frozenset[str]


@dataclass(frozen=True)
class RealmContents:
    """Everything with a name in a realm, and how it hangs together. Nothing in it is an id, or a secret.

    Attributes:
        clients: OAuth clients by `client_id`.
        roles: `<role>` of the realm, `<client>/<role>` of a client.
        composites: `<role>: <role within>`.
        scopes: Client scopes.
        gates: `<scope>: <role>` that a token holds when it was asked for with the scope.
        offered: `<client>: default|optional <scope>`.
        mappers: Protocol mappers and mappers of sources: `client|scope|identity provider|directory <name>: <mapper>`.
        groups: Paths, such as `/analysts/corp`.
        members: `<path>: <username>`.
        granted: Roles that somebody holds: `group|person|service account <name>: <role>`.
        people: Usernames, service accounts left out.
        sources: `identity provider <alias>: <kind>`, `directory <name>: <vendor>`.
        flows: Authentication flows and their subflows.
        policies: Client profiles and policies.
    """

    clients: Lines = frozenset()
    roles: Lines = frozenset()
    composites: Lines = frozenset()
    scopes: Lines = frozenset()
    gates: Lines = frozenset()
    offered: Lines = frozenset()
    mappers: Lines = frozenset()
    groups: Lines = frozenset()
    members: Lines = frozenset()
    granted: Lines = frozenset()
    people: Lines = frozenset()
    sources: Lines = frozenset()
    flows: Lines = frozenset()
    policies: Lines = frozenset()

    def __or__(self, other: RealmContents) -> RealmContents:
        """Return what either of the two holds."""
        return RealmContents(*(mine | theirs for (_, mine), (_, theirs) in zip(self._all(), other._all(), strict=True)))

    def __sub__(self, other: RealmContents) -> RealmContents:
        """Return what this one holds, and the other does not."""
        return RealmContents(*(mine - theirs for (_, mine), (_, theirs) in zip(self._all(), other._all(), strict=True)))

    def lines(self) -> tuple[str, ...]:
        """Return all of it, sorted within each kind."""
        return tuple(f"{kind}: {line}" for kind, lines in self._all() for line in sorted(lines))

    def faults(self, live: RealmContents) -> tuple[str, ...]:
        """Return how a realm differs from this, which is what it should hold.

        Args:
            live: What the realm holds.
        """
        missing = (f"missing in Keycloak: {line}" for line in (self - live).lines())
        further = (f"not declared: {line}" for line in (live - self).lines())
        return (*missing, *further)

    def _all(self) -> tuple[tuple[str, Lines], ...]:
        return tuple((field.name, getattr(self, field.name)) for field in fields(self))
