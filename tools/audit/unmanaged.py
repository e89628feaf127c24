"""What an environment leaves to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.comparison import State
from tools.audit.facts import Kind
from tools.audit.thing_pattern import means
from tools.audit.wording import subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.environment import Environment
    from tools.audit.comparison import Difference
    from tools.audit.facts import Fact, Facts

__all__ = ["fits", "is_undeclared", "left_to_others", "unused_patterns"]

# What somebody is given does not go with them: a pattern of people says of memberships that it means them.
_WORDS: Mapping[Kind, str] = {
    Kind.MEMBER: " in group ",
    Kind.ORGANIZATION_MEMBER: " in organization ",
}


def fits(pattern: str, fact: Fact) -> bool:
    """Tell whether a pattern of `unmanaged` means something.

    Args:
        pattern: The pattern.
        fact: What is so in the realm.
    """
    return _means(pattern, _named(fact))


def left_to_others(environment: Environment, difference: Difference, declared: Facts) -> str:
    """Return why a difference is none of the environment's business; empty where it is.

    What is declared is never left to others.

    Args:
        environment: What is declared.
        difference: Something in which the realm differs.
        declared: What resources say.
    """
    if not is_undeclared(difference, declared):
        return ""
    named = _named(difference.fact)
    return next((each.reason for each in environment.unmanaged if _means(each.what, named)), "")


def is_undeclared(difference: Difference, declared: Facts) -> bool:
    """Whether nothing is declared of what differs: a thing that is not declared, or a setting that no resource sets.

    Args:
        difference: Something in which the realm differs.
        declared: What resources say. A setting of Keycloak's own that nobody declares has a value all the same.
    """
    if difference.fact.kind is Kind.SETTING:
        return bool(difference.live) and difference.fact not in declared
    return difference.state is State.UNDECLARED


def unused_patterns(environment: Environment, live: Facts) -> tuple[str, ...]:
    """Return patterns of `unmanaged` that nothing in the realm fits.

    Args:
        environment: What is declared.
        live: What is so in the realm.
    """
    if not environment.unmanaged:
        return ()
    facts = [_named(fact) for fact in live]
    return tuple(each.what for each in environment.unmanaged if not any(_means(each.what, named) for named in facts))


def _named(fact: Fact) -> tuple[str, str]:
    """Return the words that a pattern must have to mean a fact, and what the fact is called."""
    return _WORDS.get(fact.kind, ""), subject(fact)


def _means(pattern: str, named: tuple[str, str]) -> bool:
    words, name = named
    return words in pattern and means(pattern, name)
