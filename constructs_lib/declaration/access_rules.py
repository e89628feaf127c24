"""Who breaks which rule of an environment, by what grant."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.access_reasons import declared_path
from constructs_lib.declaration.broken_rule import BrokenRule
from constructs_lib.declaration.login_clients import LoginClients
from constructs_lib.declaration.name_pattern import matches
from constructs_lib.declaration.principals import principals
from constructs_lib.declaration.rule_subjects import Held, RuleSubjects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import AccessRuleProps, Declaration

__all__ = ["AccessRules"]


class AccessRules:
    """The rules of a declaration, and who breaks them.

    Args:
        declaration: A declaration that passed all other checks.
        policy: Who may call what; left out, it is the declaration's.
    """

    def __init__(self, declaration: Declaration, policy: AccessPolicy | None = None) -> None:
        self._declaration = declaration
        self._policy = policy or AccessPolicy(declaration)

    def broken(self) -> Iterator[BrokenRule]:
        """Yield the rules that are broken, one for each grant that breaks one."""
        for name, rule in self._declaration.access_rules.items():
            pairs = frozenset(pair for pair in self._policy.model_actions if _is_about(rule, pair))
            yield from self._lacking(name, rule, pairs) if rule.always else self._forbidden(name, rule, pairs)

    @cached_property
    def _subjects(self) -> RuleSubjects:
        return RuleSubjects(self._declaration, LoginClients(self._declaration, self._policy))

    @cached_property
    def _reasons(self) -> list[tuple[Principal, dict[ModelAction, tuple[Reason, ...]]]]:
        return [(each, dict(self._policy.reasons(each))) for each in principals(self._declaration)]

    def _forbidden(self, name: str, rule: AccessRuleProps, about: frozenset[ModelAction]) -> Iterator[BrokenRule]:
        conditions = rule.statement.conditions
        found: dict[tuple[str, ...], list[Held]] = {}
        for principal, reasons in self._reasons:
            for pair in about & reasons.keys():
                for held in (Held(principal, pair, reason) for reason in reasons[pair]):
                    allowed = (
                        self._subjects.surely_is(conditions, held)
                        if rule.only
                        else not self._subjects.could_be(conditions, held)
                    )
                    if not allowed:
                        found.setdefault(held.reason.path, []).append(held)
        for path, broken in found.items():
            yield BrokenRule(
                name,
                rule,
                path,
                tuple(dict.fromkeys(each.principal for each in broken)),
                tuple(sorted({each.pair for each in broken})),
                broken[0].reason,
            )

    def _lacking(self, name: str, rule: AccessRuleProps, about: frozenset[ModelAction]) -> Iterator[BrokenRule]:
        """In a realm that is disabled nobody may do anything, which is what it is disabled for."""
        if not self._declaration.realm.enabled:
            return
        conditions = rule.statement.conditions
        meant = [each for each in self._reasons if self._subjects.selects(conditions, each[0])]
        if not meant:
            yield BrokenRule(name, rule, ("access_rules", name), (), tuple(sorted(about)))
        for principal, reasons in meant:
            lacking = [
                pair
                for pair in sorted(about)
                if not any(
                    self._subjects.is_certain(conditions, Held(principal, pair, reason))
                    for reason in reasons.get(pair, ())
                )
            ]
            if lacking:
                yield BrokenRule(name, rule, _place(principal), (principal,), tuple(lacking))


def _is_about(rule: AccessRuleProps, pair: ModelAction) -> bool:
    return any(matches(model, pair.model) and matches(action, pair.action) for model, action in rule.statement.actions)


def _place(principal: Principal) -> tuple[str, ...]:
    kind = "groups" if principal.group else "consumers" if principal.is_machine else "people"
    return declared_path(principal.team, kind, principal.group or principal.name)
