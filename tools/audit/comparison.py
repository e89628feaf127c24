"""Where a realm is not what is declared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tools.audit.canonical import ANY_VALUE
from tools.audit.facts import SCOPES_OF_CLIENT, Fact, Facts, Kind
from tools.audit.step_order import is_same_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.audit.built_in import BuiltIn
    from tools.audit.declared.facts import DeclaredFacts

__all__ = ["Difference", "State", "compare", "expected_facts", "part_of"]


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


def expected_facts(declared: DeclaredFacts, built_in: BuiltIn) -> Facts:
    """Return what shall be so: what is declared, and what Keycloak brings unless the declaration decides about it.

    Args:
        declared: What is declared.
        built_in: What Keycloak brings.
    """
    kept = {fact: value for fact, value in built_in.facts.items() if (fact.kind, fact.owner) not in declared.whole}
    clients = [fact.name for fact in declared.facts if fact.kind is Kind.CLIENT and fact not in built_in.facts]
    found = kept | built_in.of_new_clients(clients) | declared.facts
    found |= dict.fromkeys(_offered(clients, found, declared, built_in), "")
    return {fact: value for fact, value in found.items() if value or fact.kind is not Kind.SETTING}


def _offered(clients: Iterable[str], found: Facts, declared: DeclaredFacts, built_in: BuiltIn) -> Iterator[Fact]:
    """Yield the scopes that Keycloak gives to declared clients of which no resource says them."""
    for kind, scope in built_in.offered:
        if Fact(_FOR_NEW_CLIENTS[kind], "", scope) in found:
            yield from (Fact(kind, client, scope) for client in clients if (kind, client) not in declared.whole)
    for client in clients:
        has_account = declared.facts.get(Fact(Kind.SETTING, f"client {client}", "serviceAccountsEnabled"))
        if has_account and (Kind.DEFAULT_SCOPE, client) not in declared.whole:
            yield Fact(Kind.DEFAULT_SCOPE, client, "service_account")


_FOR_NEW_CLIENTS = {
    Kind.DEFAULT_SCOPE: Kind.NEW_CLIENT_DEFAULT,
    Kind.OPTIONAL_SCOPE: Kind.NEW_CLIENT_OPTIONAL,
}


def compare(expected: Facts, live: Facts) -> list[Difference]:
    """Return all differences, in the order of their kinds.

    Args:
        expected: What shall be so.
        live: What is so.
    """
    differing = [fact for fact in {**expected, **live} if not _is_same(fact, expected, live)]
    wholes = {whole: _state(fact, expected, live) for fact in differing for whole in _wholes(fact)}
    found: list[Difference] = []
    within: dict[tuple[Kind, str], list[Fact]] = {}
    for fact in differing:
        part, state = part_of(fact), _state(fact, expected, live)
        if part and wholes.get(part) in (State.UNDECLARED, State.MISSING):
            within.setdefault(part, []).append(fact)
        else:
            found.append(Difference(state, fact, expected.get(fact, ""), live.get(fact, "")))
    parted = [
        replace(each, within=tuple(part for whole in _wholes(each.fact) for part in sorted(within.get(whole, ()))))
        for each in found
    ]
    order = {kind: at for at, kind in enumerate(Kind)}
    return sorted(parted, key=lambda each: (order[each.fact.kind], each.fact, each.state))


def _is_same(fact: Fact, expected: Facts, live: Facts) -> bool:
    if fact.kind is Kind.SETTING:  # what is off need not be there
        return expected.get(fact, "") in (live.get(fact, ""), ANY_VALUE)
    if fact.kind is Kind.ORDER:  # which steps there are is told by themselves
        return is_same_order(expected.get(fact, ""), live.get(fact, ""))
    return fact in expected and fact in live and expected[fact] in (live[fact], ANY_VALUE)


def _state(fact: Fact, expected: Facts, live: Facts) -> State:
    if fact.kind is Kind.SETTING or (fact in expected and fact in live):
        return State.DIFFERENT
    return State.UNDECLARED if fact in live else State.MISSING


def _wholes(fact: Fact) -> Iterator[tuple[Kind, str]]:
    if fact.kind in _WHOLE:
        yield fact.kind, fact.name


_WHOLE = frozenset({Kind.CLIENT, Kind.PERSON, Kind.SCOPE, Kind.PROVIDER, Kind.DIRECTORY, Kind.FLOW, Kind.ORGANIZATION})
_OF_PERSON = (Kind.CREDENTIAL, Kind.LINK)
_OF_CLIENT = SCOPES_OF_CLIENT | {Kind.CLIENT_SCOPE_ROLE}
_PREFIXES = {
    "client ": Kind.CLIENT,
    "scope ": Kind.SCOPE,
    "identity provider ": Kind.PROVIDER,
    "directory ": Kind.DIRECTORY,
    "flow ": Kind.FLOW,
    "person ": Kind.PERSON,
}


def part_of(fact: Fact) -> tuple[Kind, str] | None:
    """Return what a fact is a part of, so that it need not be told by itself where that is undeclared."""
    if fact.kind in _OF_CLIENT:
        return Kind.CLIENT, fact.owner
    if fact.kind is Kind.SCOPE_ROLE:
        return Kind.SCOPE, fact.owner
    if fact.kind is Kind.ROLE and "/" in fact.name:
        return Kind.CLIENT, fact.name.rpartition("/")[0]
    if fact.kind is Kind.ORGANIZATION_MEMBER:
        return Kind.ORGANIZATION, fact.owner
    if fact.kind in (Kind.MAPPER, Kind.STEP, Kind.ORDER, Kind.SETTING, Kind.AUTHORIZATION, *_OF_PERSON):
        for prefix, kind in _PREFIXES.items():
            if fact.owner.startswith(prefix):
                return kind, fact.owner.removeprefix(prefix)
    return None
