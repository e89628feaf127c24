"""Those who may call models, by the names that a review knows them by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constructs_lib.declaration.group_origins import DirectoryOrigin, group_origins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.props import AccessProps, Declaration

__all__ = ["Principal", "PrincipalKind", "groups_of", "principals"]

PrincipalKind = Literal["consumer", "person", "directory", "claim", "group"]


@dataclass(frozen=True)
class Principal:
    """Somebody who gets access tokens, or all those who get the same.

    Attributes:
        kind: `consumer` and `person` are declared one by one. Of the others only the way in is declared, and nobody
            here can say who they are: `directory`, members of a directory's group; `claim`, holders of an identity
            provider's claim; `group`, those whom something else than the declaration puts into a group.
        name: `batch`, `ada`, `corp-ldap:ML Leads`, `corp:groups=ml-fraud`, `group:leads`: unique within a kind.
        team: The team that declares the consumer, the person or the group; None for all teams.
        group: The group of ours that people of an undeclared kind are in.
        source: Directory or identity provider that people of these kinds come from.
        enabled: Whether they can log in at all.
    """

    kind: PrincipalKind
    name: str
    team: str | None = None
    group: str = ""
    source: str = ""
    enabled: bool = True

    @property
    def is_declared(self) -> bool:
        """Whether it is one consumer or person, whom the declaration names."""
        return self.kind in ("consumer", "person")

    @property
    def is_machine(self) -> bool:
        """Whether it gets tokens of its own, by the client credentials grant."""
        return self.kind == "consumer"

    def __str__(self) -> str:
        """Return who that is: `consumer batch`, `people of corp-ldap:ML Leads`, `others in group:leads`."""
        if self.is_declared:
            return f"{self.kind} {self.name}"
        return f"others in {self.name}" if self.kind == "group" else f"people of {self.name}"


def principals(declaration: Declaration) -> tuple[Principal, ...]:
    """Return everybody who may get a token: machines, people, then those whose membership nobody declares.

    Args:
        declaration: A declaration that passed `check_declaration`.
    """
    return (*_declared(declaration), *_undeclared(declaration))


def groups_of(accesses: Mapping[str | None, AccessProps], principal: Principal) -> frozenset[str]:
    """Return the groups that somebody is in, as far as they are declared; none where nobody of the name is.

    Args:
        accesses: What is declared, by team, as `Declaration.accesses` has it.
        principal: Somebody.
    """
    if principal.group:
        return frozenset({principal.group})
    access = accesses.get(principal.team)
    person = access.people.get(principal.name) if access and not principal.is_machine else None
    return frozenset(person.groups if person else ())


def _declared(declaration: Declaration) -> Iterator[Principal]:
    accesses = declaration.accesses()
    for team, access in accesses.items():
        yield from (Principal("consumer", name, team) for name in access.consumers)
    for team, access in accesses.items():
        yield from (Principal("person", name, team, enabled=person.enabled) for name, person in access.people.items())


def _undeclared(declaration: Declaration) -> Iterator[Principal]:
    teams = {group: team for team, access in declaration.accesses().items() for group in access.groups}
    for group, origins in group_origins(declaration).items():
        for origin in origins:
            source, enabled = origin.source, origin.props.enabled
            if isinstance(origin, DirectoryOrigin):
                for theirs in origin.groups:
                    yield Principal("directory", f"{source}:{theirs}", teams[group], group, source, enabled)
            else:
                for claim, value in origin.claims:
                    yield Principal("claim", f"{source}:{claim}={value}", teams[group], group, source, enabled)
    if declaration.external_people:
        yield from (Principal("group", f"group:{group}", team, group) for group, team in teams.items())
