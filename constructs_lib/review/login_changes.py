"""What becomes of principals beside their grants: second factors, and groups that tokens name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.review.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.review.questions import AccessReview

__all__ = ["login_changes"]


def login_changes(base: AccessReview, head: AccessReview) -> Iterator[Change]:
    """Yield how logins of people change who are there before and after.

    Args:
        base: Before, by the names of after.
        head: After.
    """
    before = {(each.kind, each.name): each for each in base.principals if not each.is_machine}
    for new in head.principals:
        old = before.get((new.kind, new.name))
        if old:
            yield from _second_factor(new, _factors(base, old), _factors(head, new))
            yield from _groups(new, _named_groups(base, old), _named_groups(head, new))


def _second_factor(principal: Principal, old: frozenset[str], new: frozenset[str]) -> Iterator[Change]:
    if old == new:
        return
    asked = f"logs in with {' and '.join(sorted(new))}" if new else "logs in without a second factor"
    dropped = bool(old - new)
    why = f"was: {' and '.join(sorted(old))}" if old else ""
    yield Change(
        "risk" if dropped else "relief", str(principal), asked, why, dropped, undeclared=not principal.is_declared
    )


def _groups(principal: Principal, old: frozenset[str], new: frozenset[str]) -> Iterator[Change]:
    why, undeclared = "applications read the claim groups", not principal.is_declared
    for group in sorted(new - old):
        yield Change("gain", str(principal), f"joins group {group}", why, undeclared=undeclared)
    for group in sorted(old - new):
        yield Change("loss", str(principal), f"leaves group {group}", why, undeclared=undeclared)


def _factors(review: AccessReview, principal: Principal) -> frozenset[str]:
    accesses = review.declaration.accesses().values()
    factors = {group: str(factor) for access in accesses for group, factor in access.second_factor.items()}
    return frozenset(factors[group] for group in _groups_of(review.declaration, principal) if group in factors)


def _named_groups(review: AccessReview, principal: Principal) -> frozenset[str]:
    """Return the groups that a token may name: none where no application has the claim."""
    claimed = any(
        application.groups_claim
        for access in review.declaration.accesses().values()
        for application in access.applications.values()
    )
    return _groups_of(review.declaration, principal) if claimed else frozenset()


def _groups_of(declaration: Declaration, principal: Principal) -> frozenset[str]:
    if principal.group:
        return frozenset({principal.group})
    return frozenset(declaration.accesses()[principal.team].people[principal.name].groups)
