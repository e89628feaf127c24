"""What an environment leaves to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.comparison import State
from tools.audit.facts import Kind
from tools.audit.thing_pattern import means
from tools.audit.wording import subject

if TYPE_CHECKING:
    from stacks.environment import Environment
    from tools.audit.comparison import Difference
    from tools.audit.facts import Facts

__all__ = ["is_undeclared", "left_to_others", "unused_patterns"]


def left_to_others(environment: Environment, difference: Difference) -> str:
    """Return why a difference is none of the environment's business; empty where it is.

    What is declared is never left to others.

    Args:
        environment: What is declared.
        difference: Something in which the realm differs.
    """
    if not is_undeclared(difference):
        return ""
    name = subject(difference.fact)
    return next((each.reason for each in environment.unmanaged if means(each.what, name)), "")


def is_undeclared(difference: Difference) -> bool:
    """Whether nothing is declared of what differs: a thing that is not declared, or a setting that no key sets.

    Args:
        difference: Something in which the realm differs.
    """
    is_setting = difference.fact.kind is Kind.SETTING
    return difference.state is State.UNDECLARED or (is_setting and bool(difference.live) and not difference.declared)


def unused_patterns(environment: Environment, live: Facts) -> tuple[str, ...]:
    """Return patterns of `unmanaged` that nothing in the realm fits.

    Args:
        environment: What is declared.
        live: What is so in the realm.
    """
    if not environment.unmanaged:
        return ()
    names = [subject(fact) for fact in live]
    return tuple(each.what for each in environment.unmanaged if not any(means(each.what, name) for name in names))
