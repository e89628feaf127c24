"""Who may do more, and who less."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from constructs_lib.declaration.props.grants import NO_END
from constructs_lib.review.change import Change

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.review.change import Effect
    from constructs_lib.review.questions import AccessReview

__all__ = ["granted_changes"]

_EVERY_MODEL = "every_model"
_MANAGE = "manage"

_Found = dict["ModelAction", "tuple[Reason, ...]"]


def granted_changes(base: AccessReview, head: AccessReview) -> Iterator[Change]:
    """Yield what principals gain and lose, a line for each reason.

    Args:
        base: Before, by the names of after.
        head: After.
    """
    before = {(each.kind, each.name): each for each in base.principals}
    after = {(each.kind, each.name): each for each in head.principals}
    known = _reached(base)
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        had = dict(base.policy.reasons(old)) if old else {}
        has = dict(head.policy.reasons(new)) if new else {}
        if not (had or has):
            yield from _without_models(base, head, old, new)
        for then, now in zip(_split(had), _split(has), strict=True):
            yield from _compared(head, new or old, then, now, known, word=_word(old, new))


def _word(old: Principal | None, new: Principal | None) -> str:
    return "" if old and new else "is new, and " if new else "is gone, and "


def _split(found: _Found) -> tuple[_Found, _Found]:
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


def _compared(
    head: AccessReview,
    principal: Principal | None,
    had: _Found,
    has: _Found,
    known: set[tuple[str, str]],
    *,
    word: str,
) -> Iterator[Change]:
    if principal is None:
        return
    for why, pairs in _by_reason({pair: has[pair] for pair in has if pair not in had}):
        foreign = _foreign(head, principal, pairs, known)
        wide = any(reason.is_wide for pair in pairs for reason in has[pair])
        yield _change("gain", principal, f"{word}gains {_listed(pairs)}", why, pairs, foreign=foreign, wide=wide)
    for why, pairs in _by_reason({pair: had[pair] for pair in had if pair not in has}):
        yield _change("loss", principal, f"{word}loses {_listed(pairs)}", f"was: {why}", pairs)
    yield from _widened(principal, had, has)
    yield from _prolonged(principal, had, has)


def _without_models(
    base: AccessReview, head: AccessReview, old: Principal | None, new: Principal | None
) -> Iterator[Change]:
    """Yield who comes and goes without a grant, or holds the access role where no model is declared."""
    principal = new or old
    if principal is None:
        return
    had, has = _has_access_role(base, old), _has_access_role(head, new)
    if has != had:
        word = _word(old, new) + ("gains" if has else "loses")
        text = f"{word} every model, of which there is none"
        yield _change("gain" if has else "loss", principal, text, _EVERY_MODEL, wide=True)
    elif not (old and new):
        yield _change("gain" if new else "loss", principal, "is new, and may do nothing" if new else "is gone")


def _has_access_role(review: AccessReview, principal: Principal | None) -> bool:
    if principal is None or not (principal.enabled and review.declaration.realm.enabled):
        return False
    return review.policy.access_role in review.policy.held_roles(principal)


def _widened(principal: Principal, had: _Found, has: _Found) -> Iterator[Change]:
    """Yield what was granted model by model, and is now granted for every model, or the other way round."""
    kept = [pair for pair in has if pair in had]
    for is_so, how in ((_by_star, "a grant of every model, those to come too"), (_by_access_role, _EVERY_MODEL)):
        wider = [pair for pair in kept if is_so(has[pair]) and not is_so(had[pair])]
        narrower = [pair for pair in kept if is_so(had[pair]) and not is_so(has[pair])]
        if wider:
            why = "; ".join(sorted({str(reason) for pair in wider for reason in has[pair] if reason.is_wide}))
            yield _change("gain", principal, f"now has {_listed(wider)} by {how}", why, wider, wide=True)
        if narrower:
            yield _change("loss", principal, f"no longer has {_listed(narrower)} by {how}", "", narrower)


def _prolonged(principal: Principal, had: _Found, has: _Found) -> Iterator[Change]:
    """Yield what is granted for longer, or for a shorter time, than before."""
    found: dict[tuple[dt.date, dt.date], list[ModelAction]] = {}
    for pair in (pair for pair in has if pair in had):
        found.setdefault((_end(had[pair]), _end(has[pair])), []).append(pair)
    for (old, new), pairs in sorted(found.items()):
        was = "was: without end" if old == NO_END else f"was: until {old}"
        if new > old:
            end = "without end" if new == NO_END else f"until {new}"
            yield _change("gain", principal, f"now has {_listed(pairs)} {end}", was, pairs)
        elif new < old:
            yield _change("loss", principal, f"no longer has {_listed(pairs)} after {new}", was, pairs)


def _end(reasons: Sequence[Reason]) -> dt.date:
    return max(reason.until for reason in reasons)


def _by_star(reasons: Sequence[Reason]) -> bool:
    return any(reason.star for reason in reasons)


def _by_access_role(reasons: Sequence[Reason]) -> bool:
    return any(reason.kind == _EVERY_MODEL for reason in reasons)


def _by_reason(found: _Found) -> Iterator[tuple[str, list[ModelAction]]]:
    texts = {pair: "; ".join(map(str, reasons)) for pair, reasons in found.items()}
    for why, pairs in groupby(sorted(found, key=lambda pair: (texts[pair], pair)), key=lambda pair: texts[pair]):
        yield why, list(pairs)


def _reached(review: AccessReview) -> set[tuple[str, str]]:
    """Return each team with the models that somebody of it may use."""
    return {
        (principal.team, pair.model)
        for principal in review.principals
        if principal.team
        for pair in review.policy.reasons(principal)
    }


def _foreign(
    head: AccessReview, principal: Principal, pairs: Sequence[ModelAction], known: set[tuple[str, str]]
) -> str:
    """Return whose models a team reaches for the first time."""
    models = {pair.model for pair in pairs}
    owners = {
        owner
        for model in models
        if (owner := head.declaration.models[model].owner)
        and principal.team not in (None, owner)
        and (principal.team, model) not in known
    }
    return f"first access of team {principal.team} to models of {', '.join(sorted(owners))}" if owners else ""


def _change(
    effect: Effect,
    principal: Principal,
    text: str,
    why: str = "",
    pairs: Sequence[ModelAction] = (),
    *,
    foreign: str = "",
    wide: bool = False,
) -> Change:
    return Change(
        effect,
        str(principal),
        text,
        "; ".join(filter(None, (why, foreign))),
        weighty=effect == "gain" and (wide or bool(foreign) or any(pair.action == _MANAGE for pair in pairs)),
        undeclared=not principal.is_declared,
        pairs=tuple(pair.role for pair in pairs),
    )


def _listed(pairs: Sequence[ModelAction]) -> str:
    return ", ".join(pair.role for pair in pairs)
