"""What becomes of principals beside their grants: second factors, and groups that tokens name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.principals import groups_of
from constructs_lib.review.causes import Causes
from constructs_lib.review.change import Change
from constructs_lib.review.wording import factors_in_words, may_call, verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.review.change import Effect
    from constructs_lib.review.questions import AccessReview

__all__ = ["login_changes"]

_UNASKED = "may log in without a second factor"


class _Logins:
    """What logins of one side ask of people, and what tokens say of them.

    Args:
        review: The side.

    Attributes:
        known: All groups.
        asked: The second factor that a group asks for, by the group's name.
    """

    def __init__(self, review: AccessReview) -> None:
        self._accesses = review.declaration.accesses()
        accesses = self._accesses.values()
        self.known = {group for access in accesses for group in access.groups}
        self.asked = {group: str(factor) for access in accesses for group, factor in access.second_factor.items()}
        self._claimed = any(each.groups_claim for access in accesses for each in access.applications.values())

    def factors(self, principal: Principal) -> frozenset[str]:
        """Return the second factors that somebody needs."""
        return frozenset(self.asked[group] for group in self.groups(principal) if group in self.asked)

    def named_groups(self, principal: Principal) -> frozenset[str]:
        """Return the groups that a token may name: none where no application has the claim."""
        return self.groups(principal) if self._claimed else frozenset()

    def groups(self, principal: Principal) -> frozenset[str]:
        """Return the groups that somebody is in."""
        return groups_of(self._accesses, principal)


def login_changes(base: AccessReview, head: AccessReview, *, complete: bool = True) -> Iterator[Change]:
    """Yield how logins of people change who are there before and after.

    Args:
        base: Before, by the names of after.
        head: After.
        complete: All that they may do is known.
    """
    before = {(each.kind, each.name): each for each in base.principals if not each.is_machine}
    causes, was, now = Causes(base.declaration, head.declaration), _Logins(base), _Logins(head)
    for new in head.principals:
        old = before.get((new.kind, new.name))
        if old:
            reach = may_call(head, new) if complete else ("", ())
            yield from _second_factor(new, was.factors(old), now.factors(new), causes, reach)
            yield from _groups(new, was.named_groups(old), now.named_groups(new), causes)
    yield from _of_nobody(base, head, was, now, complete=complete)


def _of_nobody(
    base: AccessReview, head: AccessReview, was: _Logins, now: _Logins, *, complete: bool
) -> Iterator[Change]:
    """Yield what groups ask for that nobody is known to be in: of who comes later, nothing more is told."""
    before = {(each.kind, each.name): each for each in base.principals}
    staying = [each for each in head.principals if (each.kind, each.name) in before]
    told = {group for each in staying for group in now.groups(each) | was.groups(before[each.kind, each.name])}
    for group in sorted((was.known & now.known) - told):
        old, new = was.asked.get(group), now.asked.get(group)
        if old != new:
            words = [factors_in_words([each] if each else []) for each in (old, new)]
            text = f"members need a {words[1]} to log in" if new else f"members {_UNASKED}"
            who = "nobody is known to be in it" if complete else "people of stacks whose plans were not given may be"
            yield Change(
                "risk" if old else "relief",
                f"group {group}",
                text,
                f"was: {words[0]}; {who}",
                weighty=bool(old),
                is_setting=True,
                cause=Causes(base.declaration, head.declaration).of_group_factor(group),
            )


def _second_factor(
    principal: Principal,
    old: frozenset[str],
    new: frozenset[str],
    causes: Causes,
    reach: tuple[str, tuple[str, ...]],
) -> Iterator[Change]:
    if old == new:
        return
    asked = f"{verb(principal, 'need')} a {factors_in_words(new)} to log in" if new else _UNASKED
    dropped = bool(old - new)
    yield Change(
        "risk" if dropped else "relief",
        str(principal),
        asked,
        f"was: {factors_in_words(old)}",
        dropped,
        undeclared=not principal.is_declared,
        note=reach[0] if dropped else "",
        names=reach[1],
        cause=causes.of_factor(principal),
    )


def _groups(principal: Principal, old: frozenset[str], new: frozenset[str], causes: Causes) -> Iterator[Change]:
    why, undeclared = "applications read the claim groups", not principal.is_declared
    effects: tuple[tuple[Effect, str, frozenset[str]], ...] = (
        ("gain", "join", new - old),
        ("loss", "leave", old - new),
    )
    for effect, word, groups in effects:
        for group in sorted(groups):
            text = f"{verb(principal, word)} group {group}"
            cause = causes.of_membership(principal)
            yield Change(effect, str(principal), text, why, undeclared=undeclared, names=(group,), cause=cause)
