"""What an environment leaves to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.name_pattern import matches
from tools.audit.comparison import State
from tools.audit.wording import subject

if TYPE_CHECKING:
    from stacks.environment import Environment
    from tools.audit.comparison import Difference
    from tools.audit.facts import Facts

__all__ = ["left_to_others", "unused_patterns"]


def left_to_others(environment: Environment, difference: Difference) -> str:
    """Return why a difference is none of the environment's business; empty where it is.

    What is declared is never left to others.

    Args:
        environment: What is declared.
        difference: Something in which the realm differs.
    """
    if difference.state is not State.UNDECLARED:
        return ""
    name = subject(difference.fact)
    return next((each.reason for each in environment.unmanaged if matches(each.what, name)), "")


def unused_patterns(environment: Environment, live: Facts) -> tuple[str, ...]:
    """Return patterns of `unmanaged` that nothing in the realm fits.

    Args:
        environment: What is declared.
        live: What is so in the realm.
    """
    if not environment.unmanaged:
        return ()
    names = [subject(fact) for fact in live]
    return tuple(each.what for each in environment.unmanaged if not any(matches(each.what, name) for name in names))
