"""What a plan would lose: realms, clients of an API, people, directories and identity providers, or many things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.runner.things import is_api_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tools.runner.plan import Change, StackPlan
    from tools.runner.things import Things

__all__ = ["Loss", "find_losses", "is_serious"]

MANY = 10
"""More things than these are not taken away without a question."""

_SHOWN = 5
_REALM = "keycloak_realm"
_PROTECTED = re.compile(r"keycloak_(realm|user|\w*user_federation|(\w+_)?identity_provider)")


@dataclass(frozen=True)
class Loss:
    """A thing that goes, or is replaced by another of the same name.

    Attributes:
        stack: Name of its stack.
        thing: What it is called in the declaration.
        replaced: Another one takes its place; what hung on it is gone all the same.
        protected: It is of a kind that does not go without a question.
        members: Names of people who lose it although nobody declares that they have it, such as those of a group whom
            another tool put there.
        is_realm: It is the realm, with all that is in it.
    """

    stack: str
    thing: str
    replaced: bool
    protected: bool
    members: tuple[str, ...] = ()
    is_realm: bool = False

    def __str__(self) -> str:
        """Return it for a list on the screen."""
        replaced = ", replaced by a new one" if self.replaced else ""
        rest = len(self.members) - _SHOWN
        more = f" and {rest} more" if rest > 0 else ""
        members = f", whose members are declared nowhere: {', '.join(self.members[:_SHOWN])}{more}"
        return f"{self.thing}{replaced}{members if self.members else ''}"


def find_losses(
    plan: StackPlan, things: Things, members: Callable[[Change], Sequence[str]] = lambda _: ()
) -> tuple[Loss, ...]:
    """Find what a plan loses: not parts that go with their thing or without it, and nothing that was never finished.

    Args:
        plan: The plan.
        things: Names of the stack's things.
        members: Returns the names of people who are in what goes, and whom nobody declares to be in it.
    """
    destroyed = [change for change in plan.objects if change.destroys and not change.is_tainted]
    return tuple(_losses(plan.stack, destroyed, things, members))


def is_serious(losses: Iterable[Loss]) -> bool:
    """Whether these do not go without a question: one of them is protected, or there are more than ten."""
    losses = tuple(losses)
    return len(losses) > MANY or any(loss.protected for loss in losses)


def _losses(
    stack: str, changes: Iterable[Change], things: Things, members: Callable[[Change], Sequence[str]]
) -> Iterator[Loss]:
    for thing in things.in_changes(changes):
        if main := thing.main:
            lost = tuple(members(main))
            yield Loss(
                stack,
                thing.name,
                replaced=main.adds,
                protected=bool(lost) or _is_protected(main),
                members=lost,
                is_realm=main.type == _REALM,
            )


def _is_protected(change: Change) -> bool:
    if change.type == "keycloak_openid_client":
        return is_api_client(change.name)
    return bool(_PROTECTED.fullmatch(change.type))
