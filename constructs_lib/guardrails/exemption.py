"""Exemptions from guardrails, as data."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, field_validator

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.name_pattern import matches
from constructs_lib.declaration.props.answered_for import Day, ReasonText
from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.text_rules import TextPattern
from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from constructs_lib.guardrails.rule import Rule

__all__ = ["ExemptionProps", "exemption_findings"]

# Parts that every path has, whatever the resource.
_LAYERS = frozenset({"Security", "Realm", "Models", "Access"})
_LONGEST = dt.timedelta(days=366)
# What stands in brackets is the key of an instance, and may have a slash of its own.
_SEGMENT = re.compile(r'(?:\["(?:[^"\\]|\\.)*"\]|[^/])+')

_RuleId = Annotated[
    str,
    TextPattern(
        "KC-[A-Z0-9-]+",
        "a rule's id is 'KC-' and capital letters, as the finding prints it",
        examples=("KC-PASSWORD-GRANT",),
    ),
]


_Action = Annotated[
    str,
    TextPattern(
        r"\*|[A-Za-z0-9][A-Za-z0-9_:-]{0,63}",
        "name an action, such as predict, or '*' for every_model",
        examples=("predict", "*"),
    ),
]


_Argument = Annotated[
    str,
    TextPattern(
        r"\*|[A-Za-z0-9_](?:[^\s\x00-\x1f]| ){0,299}",
        "name an argument, as the finding prints it, such as login_theme, or '*' for all",
        examples=("login_theme", "*"),
    ),
]


class ExemptionProps(Props):
    """One guardrail that shall not apply to some resources, with a reason that a reviewer can judge."""

    rule: _RuleId
    """Id of the rule, such as `KC-PASSWORD-GRANT`."""
    resource: str = Field(min_length=1)
    """Path as the finding prints it. It starts with the environment's name; `*` stands for any text within one part of
    it: `demo-*/Access/People/*/User`."""
    reason: ReasonText
    """Why the deviation is acceptable here, in at least three words."""
    actions: tuple[_Action, ...] = ()
    """What may be done with every model, for `KC-TEAM-EVERY-MODEL` alone, which needs it: `[predict]`, or `["*"]` for
    `every_model`. What a team adds later is not exempted."""
    arguments: tuple[_Argument, ...] = ()
    """What is allowed, for `KC-OVERRIDDEN`, `KC-HANDED-ON` and `KC-TEAM-GROUP` alone, which need it: arguments that may
    be others than declared, `[login_theme]`, what may be handed on, `["role_ids = fraud:predict"]`, and which group a
    team may choose, `[analysts]`. What a block has in it goes with the block; `"*"` allows everything, the resource
    taken out as well."""
    until: Day | None = None
    """Last day on which it holds, such as `2027-03-31`; past it the exemption is an error. For a rule that is an
    error it is at most a year ahead. Left out, there is no end."""

    @field_validator("resource")
    @classmethod
    def _names_a_resource(cls, value: str) -> str:
        first, *rest = _SEGMENT.findall(value) or [""]
        named = [each for each in rest if each not in _LAYERS and "*" not in each]
        open_parts = sum("*" in each for each in rest)
        if first.startswith("*") or open_parts > 1 or (open_parts and not named):
            raise ValueError(
                "name one resource, as the finding prints it: below the stack one part may have a '*', and another has "
                f"to have a name of its own, as in 'demo-*/Access/People/*/User', got '{value}'"
            )
        return value

    def covers(self, rule_id: str, path: str, actions: Collection[str] = (), *, argument: str | None = None) -> bool:
        """Tell whether a violation of a rule at a path is exempted, whatever the date.

        Args:
            rule_id: Id of the rule.
            path: Path of the construct.
            actions: What is granted there, of a rule whose exemptions say so.
            argument: What is another than declared there, of a rule whose exemptions say so.
        """
        own, given = _SEGMENT.findall(self.resource), _SEGMENT.findall(path)
        return (
            self.rule == rule_id
            and set(actions) <= set(self.actions)
            and (argument is None or any(_allows(each, argument) for each in self.arguments))
            and len(own) == len(given)
            and all(matches(pattern, part) for pattern, part in zip(own, given, strict=True))
        )

    def has_expired(self, today: dt.date) -> bool:
        """Tell whether `until` has passed."""
        return self.until is not None and today > self.until


def exemption_findings(exemptions: Sequence[ExemptionProps], *, environment: str, today: dt.date) -> Iterator[Finding]:
    """Say what is wrong with exemptions themselves.

    Args:
        exemptions: The list `exemptions` of an environment.
        environment: Its name: with it the paths of its resources start.
        today: The day that their dates are compared with.
    """
    rules = {rule.id: rule for rule in RULES}
    for index, exemption in enumerate(exemptions):
        subject = f"exemption from {exemption.rule} for '{exemption.resource}'"
        for key, fault in _faults(exemption, rules, environment=environment, today=today):
            yield Finding(("exemptions", index, key), f"{subject}: {fault}")


def _faults(
    exemption: ExemptionProps, rules: Mapping[str, Rule], *, environment: str, today: dt.date
) -> Iterator[tuple[str, str]]:
    stack = _SEGMENT.findall(exemption.resource)[0].partition("*")[0]
    if stack != environment and not stack.startswith(f"{environment}-"):
        yield "resource", f"the paths of this environment start with '{environment}'"
    rule = rules.get(exemption.rule)
    if rule is None:
        yield "rule", f"there is no such rule: {hint(exemption.rule, sorted(rules))}"
        return
    if not rule.exemptable:
        yield "rule", "nothing is exempted from it: change what it objects to"
    if rule.bounded and not exemption.actions:
        yield "rule", "say what it allows: add actions, such as [predict], or ['*'] for every_model"
    elif exemption.actions and not rule.bounded:
        yield "actions", "this rule is about no grant: remove actions"
    if rule.by_argument and not exemption.arguments:
        yield "rule", "say what it allows: add arguments, such as [login_theme], as the finding names them"
    elif exemption.arguments and not rule.by_argument:
        yield "arguments", "this rule is about a resource as a whole: remove arguments"
    if exemption.has_expired(today):
        yield "until", f"it ended on {exemption.until}: fix the resource, or write a new date and reason"
    elif rule.level is Level.ERROR and exemption.until is not None and exemption.until > today + _LONGEST:
        yield "until", f"an exemption from an error lasts a year at most: write {today + _LONGEST} or earlier"


def _allows(given: str, argument: str) -> bool:
    return given in ("*", argument) or argument.startswith(f"{given}.")
