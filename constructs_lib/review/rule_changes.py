"""What becomes of access rules: those that no longer ask for as much, and those that are broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.access_rules import AccessRules
from constructs_lib.declaration.name_pattern import matches
from constructs_lib.review.change import Cause, Change

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from constructs_lib.declaration.props import AccessRuleProps, Declaration, RuleStatementProps

__all__ = ["rule_changes"]


def rule_changes(base: Declaration, head: Declaration) -> Iterator[Change]:
    """Yield which rules are new, gone or changed, and which ones are broken now.

    A change that does not surely ask for more weighs: the rule may be weaker than before. A rule that has another name
    or reason, and asks for the same, has not changed.

    Args:
        base: Before, by the names of after.
        head: After.
    """
    before, after = dict(base.access_rules), dict(head.access_rules)
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old is None and new is not None and not _among(new, before):
            yield Change("relief", _subject(name), "is new", str(new), cause=_cause(name))
        elif new is None and old is not None and not _among(old, after):
            yield Change("risk", _subject(name), "is removed", f"was: {old}", weighty=True, cause=_cause(name))
        elif old and new and _asked(old) != _asked(new):
            weaker = not asks_for_more(new, old, {*base.models, *head.models})
            text = f"{'may ask for less' if weaker else 'asks for more'}, {new}"
            yield Change(
                "risk" if weaker else "relief", _subject(name), text, f"was: {old}", weighty=weaker, cause=_cause(name)
            )
    for broken in AccessRules(head).broken():
        yield Change(
            "risk",
            _subject(broken.name),
            f"is broken: {broken.fault}",
            weighty=True,
            undeclared=any(not each.is_declared for each in broken.principals),
            cause=Cause(tuple(map(str, broken.path))),
        )


def asks_for_more(new: AccessRuleProps, old: AccessRuleProps, models: Collection[str]) -> bool:
    """Tell whether whatever keeps one rule surely keeps another one.

    Args:
        new: The one.
        old: The other.
        models: The models that there are, or were.
    """
    if new.kind != old.kind or not _covers_actions(new.statement, old.statement, models):
        return False
    if new.only:
        return _is_wider(old.statement, new.statement)
    return _is_wider(new.statement, old.statement)


def _is_wider(one: RuleStatementProps, other: RuleStatementProps) -> bool:
    """Tell whether a statement is about all whom another one is about: it asks fewer things of them, or wider ones."""
    wide, narrow = one.conditions, other.conditions
    if ("team" in wide or "team" in narrow) and ("group" in wide) != ("group" in narrow):
        return False  # of groups, a team is another thing
    return all(key in narrow and _covers(wide[key], narrow[key]) for key in wide)


def _covers(wide: Sequence[str], narrow: Sequence[str]) -> bool:
    """Tell whether each of some patterns means no more than one of some others does.

    A pattern that matches the text of another one, whose `*` it takes for a letter, matches whatever that one does.
    """
    return all(any(matches(pattern, each) for pattern in wide) for each in narrow)


def _covers_actions(wide: RuleStatementProps, narrow: RuleStatementProps, models: Collection[str]) -> bool:
    """Tell the same of what two statements are about, models and actions each for themselves."""
    return all(
        any(matches(model, other_model) and matches(action, other_action) for model, action in _meant(wide, models))
        for other_model, other_action in _meant(narrow, models)
    )


def _meant(statement: RuleStatementProps, models: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what a statement is about: a text with a colon is about a model of that name where there is one."""
    for first, *others in statement.readings:
        yield first
        yield from (other for other in others if any(matches(other[0], model) for model in models))


def _asked(rule: AccessRuleProps) -> tuple[str, object, frozenset[tuple[str, str]]]:
    conditions = {key: frozenset(patterns) for key, patterns in rule.statement.conditions.items()}
    return rule.kind, conditions, frozenset(rule.statement.actions)


def _among(rule: AccessRuleProps, rules: dict[str, AccessRuleProps]) -> bool:
    return any(_asked(rule) == _asked(other) for other in rules.values())


def _subject(name: str) -> str:
    return f"access rule {name}"


def _cause(name: str) -> Cause:
    return Cause(("access_rules", name))
