"""What a plan would lose: realms, clients of an API, people, directories and identity providers, or many things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.runner.plan import Change, StackPlan
    from tools.runner.things import Things

__all__ = ["Loss", "find_losses", "is_serious"]

MANY = 10
"""More things than these are not taken away without a question."""

_PROTECTED = re.compile(r"keycloak_(realm|user|\w*user_federation|(\w+_)?identity_provider)")
_API_CLIENT = re.compile(r"(.*_)?Realm_ApiClient(_[0-9A-F]{8})?")


@dataclass(frozen=True)
class Loss:
    """A thing that goes, or is replaced by another of the same name.

    Attributes:
        stack: Name of its stack.
        thing: What it is called in the declaration.
        replaced: Another one takes its place; what hung on it is gone all the same.
        protected: It is of a kind that does not go without a question.
    """

    stack: str
    thing: str
    replaced: bool
    protected: bool

    def __str__(self) -> str:
        """Return it for a list on the screen."""
        return f"{self.thing}, replaced by a new one" if self.replaced else self.thing


def find_losses(plan: StackPlan, things: Things) -> tuple[Loss, ...]:
    """Find what a plan loses; parts that go with their thing, or without it, are none.

    Args:
        plan: The plan.
        things: Names of the stack's things.
    """
    destroyed = [change for change in plan.objects if change.destroys]
    return tuple(_losses(plan.stack, destroyed, things))


def is_serious(losses: Iterable[Loss]) -> bool:
    """Whether these do not go without a question: one of them is protected, or there are more than ten."""
    losses = tuple(losses)
    return len(losses) > MANY or any(loss.protected for loss in losses)


def _losses(stack: str, changes: Iterable[Change], things: Things) -> Iterator[Loss]:
    for thing in things.in_changes(changes):
        if main := thing.main:
            yield Loss(stack, thing.name, replaced=main.adds, protected=_is_protected(main))


def _is_protected(change: Change) -> bool:
    if change.type == "keycloak_openid_client":
        return bool(_API_CLIENT.fullmatch(change.name))
    return bool(_PROTECTED.fullmatch(change.type))
