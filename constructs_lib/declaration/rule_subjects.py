"""Whom an access rule is about: surely, or as far as anybody can tell from the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.group_origins import group_origins
from constructs_lib.declaration.name_pattern import ANY, matches_any
from constructs_lib.declaration.principals import groups_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.login_clients import LoginClients
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import Declaration

__all__ = ["Conditions", "Held", "RuleSubjects"]

Conditions = Mapping[str, tuple[str, ...]]
"""What a rule says of whom it is about: patterns by key, as `WhoProps.conditions` has them."""

# What is so of somebody, or whether any pattern holds, whatever it is.
_Fact = bool | set[str]
_Facts = dict[str, _Fact]


@dataclass(frozen=True)
class Held:
    """What somebody may do, for one reason.

    Attributes:
        principal: Somebody.
        pair: What they may do.
        reason: Why.
    """

    principal: Principal
    pair: ModelAction
    reason: Reason


class RuleSubjects:
    """Compares what a rule says of somebody with what is known of them.

    Args:
        declaration: What is declared.
        clients: What people log in to.
    """

    def __init__(self, declaration: Declaration, clients: LoginClients) -> None:
        self._clients = clients
        self._external = declaration.external_people
        self._accesses = declaration.accesses()
        self._teams = {group: team for team, access in self._accesses.items() for group in access.groups}
        self._mapped: dict[str, set[str]] = {}
        for group, origins in group_origins(declaration).items():
            for origin in origins:
                self._mapped.setdefault(origin.source, set()).add(group)

    def could_be(self, conditions: Conditions, held: Held) -> bool:
        """Tell whether a rule may be about what somebody has: nothing in the files excludes it.

        Args:
            conditions: What the rule says of whom it is about.
            held: What they have.
        """
        principal = held.principal
        groups, known = self._possible_groups(principal), principal.is_declared
        by_group = "group" in conditions or not known
        return _all(
            conditions,
            {
                **self._machine(principal),
                "person": not principal.is_machine and (not known or {principal.name}),
                "group": groups,
                "source": principal.kind == "group" or _present(principal.source),
                "application": self._applications(held),
                "team": self._teams_of(conditions, groups) if by_group else _present(principal.team or ""),
            },
        )

    def surely_is(self, conditions: Conditions, held: Held) -> bool:
        """Tell whether a rule is about what somebody has, whoever they turn out to be.

        Args:
            conditions: What the rule says of whom it is about.
            held: What they have.
        """
        patterns, applications = conditions.get("application", ()), self._applications(held)
        by_these = bool(applications) and all(matches_any(patterns, [each]) for each in applications)
        groups = {held.reason.group} if held.reason.group else set()
        return _all(conditions, self._certain(conditions, held.principal, groups, by_application=by_these))

    def selects(self, conditions: Conditions, principal: Principal) -> bool:
        """Tell whether a rule is about somebody, whatever they may do and by which application.

        Args:
            conditions: What the rule says of whom it is about.
            principal: Somebody.
        """
        groups, is_person = set(groups_of(self._accesses, principal)), not principal.is_machine
        return _all(conditions, self._certain(conditions, principal, groups, by_application=is_person))

    def is_certain(self, conditions: Conditions, held: Held) -> bool:
        """Tell whether somebody can use what they have for a reason, by an application that a rule means.

        Args:
            conditions: What the rule says of whom it is about.
            held: What somebody has whom it selects; for a reason that depends on others, as an exchange does, or that
                ends, it is not certain.
        """
        if held.reason.kind == "exchange" or held.reason.ends:
            return False
        return held.principal.is_machine or matches_any(
            conditions.get("application", (ANY,)), self._clients.opening(held.pair, held.reason)
        )

    def _certain(
        self, conditions: Conditions, principal: Principal, groups: set[str], *, by_application: bool
    ) -> _Facts:
        name = _present(principal.name if principal.kind == "person" else "")
        return {
            **self._machine(principal),
            "person": not principal.is_machine and (ANY in conditions.get("person", ()) or name),
            "group": groups,
            "source": _present(principal.source),
            "application": by_application,
            "team": self._teams_of(conditions, groups) if "group" in conditions else _present(principal.team or ""),
        }

    def _machine(self, principal: Principal) -> _Facts:
        if not principal.is_machine:
            return {"consumer": False, "auth": False}
        auth = self._accesses[principal.team].consumers[principal.name].auth
        return {"consumer": {principal.name}, "auth": {auth.method}}

    def _applications(self, held: Held) -> set[str]:
        if held.principal.is_machine and held.reason.kind != "exchange":
            return set()
        return set(self._clients.opening(held.pair, held.reason))

    def _possible_groups(self, principal: Principal) -> set[str]:
        """Return the groups that somebody may be in, besides others of the same source."""
        if principal.is_machine:
            return set()
        if self._external:
            return set(self._teams)
        return set(groups_of(self._accesses, principal)) | self._mapped.get(principal.source, set())

    def _teams_of(self, conditions: Conditions, groups: Iterable[str]) -> set[str]:
        meant = (group for group in groups if matches_any(conditions.get("group", (ANY,)), [group]))
        return {team for group in meant if (team := self._teams.get(group))}


def _all(conditions: Conditions, facts: _Facts) -> bool:
    return all(_holds(patterns, facts[key]) for key, patterns in conditions.items())


def _holds(patterns: tuple[str, ...], fact: _Fact) -> bool:
    return fact if isinstance(fact, bool) else matches_any(patterns, fact)


def _present(name: str) -> set[str]:
    return {name} if name else set()
