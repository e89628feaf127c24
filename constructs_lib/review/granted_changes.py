"""Who may do more, and who less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.review.causes import Causes, principal_path
from constructs_lib.review.change import Cause
from constructs_lib.review.principal_changes import PrincipalChanges, principal_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.review.change import Change
    from constructs_lib.review.principal_changes import Found
    from constructs_lib.review.questions import AccessReview

__all__ = ["granted_changes"]

_EVERY_MODEL = "every_model"


def granted_changes(base: AccessReview, head: AccessReview) -> Iterator[Change]:
    """Yield what principals gain and lose, a line for each reason, and what they keep for another one.

    Args:
        base: Before, by the names of after.
        head: After.
    """
    before = {(each.kind, each.name): each for each in base.principals}
    after = {(each.kind, each.name): each for each in head.principals}
    known, causes = _reached(base), Causes(base.declaration, head.declaration)
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        had = dict(base.policy.reasons(old)) if old else {}
        has = dict(head.policy.reasons(new)) if new else {}
        if not (had or has):
            yield from _without_models(base, head, old, new)
        for then, now in zip(_split(had), _split(has), strict=True):
            if then or now:
                yield from PrincipalChanges(head, causes, (old, new), then, now).all(known)


def _split(found: Found) -> tuple[Found, Found]:
    """Return what somebody may do, and what for others alone: two things, though they may have one name."""
    parts = (
        {
            pair: tuple(each for each in reasons if (each.kind == "exchange") == for_others)
            for pair, reasons in found.items()
        }
        for for_others in (False, True)
    )
    direct, for_others = ({pair: reasons for pair, reasons in part.items() if reasons} for part in parts)
    return direct, for_others


def _without_models(
    base: AccessReview, head: AccessReview, old: Principal | None, new: Principal | None
) -> Iterator[Change]:
    """Yield who comes and goes without a grant, or holds the access role where no model is declared."""
    principal = new or old
    if principal is None:
        return
    cause = Cause(principal_path(principal)) if principal.is_declared else None
    had, has = _has_access_role(base, old), _has_access_role(head, new)
    if has != had:
        word = "" if old and new else "is new, and " if new else "is removed, and "
        text = f"{word}{'gains' if has else 'loses'} every model, of which there is none"
        yield principal_change("gain" if has else "loss", principal, text, _EVERY_MODEL, wide=True, cause=cause)
    elif not (old and new):
        text = f"{_be(principal)} {'new, and may do nothing' if new else 'removed'}"
        yield principal_change("gain" if new else "loss", principal, text, cause=cause)


def _be(principal: Principal) -> str:
    return "is" if principal.is_declared else "are"


def _has_access_role(review: AccessReview, principal: Principal | None) -> bool:
    if principal is None or not (principal.enabled and review.declaration.realm.enabled):
        return False
    return bool(review.policy.held_roles(principal) & {*review.policy.served.access_roles.values()})


def _reached(review: AccessReview) -> set[tuple[str, str]]:
    """Return each team with the models that somebody of it may use."""
    return {
        (principal.team, pair.model)
        for principal in review.principals
        if principal.team
        for pair in review.policy.reasons(principal)
    }
