"""Where a realm is not what is declared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tools.audit.facts import Fact, Facts, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.audit.declared.facts import DeclaredFacts

__all__ = ["Difference", "State", "compare", "expected_facts"]


class State(StrEnum):
    """How a realm differs."""

    UNDECLARED = "undeclared"
    MISSING = "missing"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Difference:
    """One thing in which a realm is not what is declared.

    Attributes:
        state: How it differs.
        fact: What.
        declared: Its declared value.
        live: Its value in Keycloak.
        within: What is undeclared, or missing, because this is: mappers of a client that nobody declares.
    """

    state: State
    fact: Fact
    declared: str = ""
    live: str = ""
    within: tuple[Fact, ...] = ()


def expected_facts(declared: DeclaredFacts, built_in: Facts) -> Facts:
    """Return what shall be so: what is declared, and what Keycloak brings unless the declaration decides about it.

    Args:
        declared: What is declared.
        built_in: What Keycloak brings.
    """
    kept = {fact: value for fact, value in built_in.items() if (fact.kind, fact.owner) not in declared.whole}
    return kept | declared.facts


def compare(expected: Facts, live: Facts) -> list[Difference]:
    """Return all differences, in the order of their kinds.

    Args:
        expected: What shall be so.
        live: What is so.
    """
    undeclared = [fact for fact in live if fact not in expected]
    missing = [fact for fact in expected if fact not in live]
    found = [
        *_grouped(State.UNDECLARED, undeclared, live),
        *_grouped(State.MISSING, missing, expected),
        *(
            Difference(State.DIFFERENT, fact, value, live[fact])
            for fact, value in expected.items()
            if fact in live and live[fact] != value
        ),
    ]
    order = {kind: at for at, kind in enumerate(Kind)}
    return sorted(found, key=lambda each: (order[each.fact.kind], each.fact, each.state))


def _grouped(state: State, facts: list[Fact], values: Facts) -> Iterator[Difference]:
    wholes = {whole for fact in facts for whole in _wholes(fact)}
    within: dict[tuple[Kind, str], list[Fact]] = {}
    for fact in facts:
        if (part := _part_of(fact)) in wholes:
            within.setdefault(part, []).append(fact)
    for fact in facts:
        if _part_of(fact) not in wholes:
            parts = tuple(each for whole in _wholes(fact) for each in sorted(within.get(whole, ())))
            value = values[fact]
            said = (value, "") if state is State.MISSING else ("", value)
            yield Difference(state, fact, *said, parts)


def _wholes(fact: Fact) -> Iterator[tuple[Kind, str]]:
    if fact.kind in _WHOLE:
        yield fact.kind, fact.name


_WHOLE = frozenset({Kind.CLIENT, Kind.SCOPE, Kind.PROVIDER, Kind.DIRECTORY, Kind.FLOW})
_OF_CLIENT = frozenset({Kind.DEFAULT_SCOPE, Kind.OPTIONAL_SCOPE, Kind.CLIENT_SCOPE_ROLE})
_PREFIXES = {
    "client ": Kind.CLIENT,
    "scope ": Kind.SCOPE,
    "identity provider ": Kind.PROVIDER,
    "directory ": Kind.DIRECTORY,
    "flow ": Kind.FLOW,
}


def _part_of(fact: Fact) -> tuple[Kind, str] | None:
    """Return what a fact is a part of, so that it need not be told by itself where that is undeclared."""
    if fact.kind in _OF_CLIENT:
        return Kind.CLIENT, fact.owner
    if fact.kind is Kind.SCOPE_ROLE:
        return Kind.SCOPE, fact.owner
    if fact.kind is Kind.ROLE and "/" in fact.name:
        return Kind.CLIENT, fact.name.rpartition("/")[0]
    if fact.kind in (Kind.MAPPER, Kind.STEP, Kind.SETTING):
        for prefix, kind in _PREFIXES.items():
            if fact.owner.startswith(prefix):
                return kind, fact.owner.removeprefix(prefix)
    return None
