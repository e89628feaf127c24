"""What one principal gains, loses, and keeps for another reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constructs_lib.declaration.props.grants import NO_END
from constructs_lib.review.causes import common_path
from constructs_lib.review.change import OUTAGE, Cause, Change
from constructs_lib.review.wording import listed, reasons_in_words, verb

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.review.causes import Causes
    from constructs_lib.review.change import Effect
    from constructs_lib.review.questions import AccessReview

__all__ = ["MANAGE", "Found", "PrincipalChanges", "principal_change"]

_EVERY_MODEL = "every_model"
MANAGE = "manage"
"""The action that lets somebody change a model, not only call it."""

Found = dict["ModelAction", "tuple[Reason, ...]"]
"""What somebody may do, and why."""


def _by_star(reasons: Sequence[Reason]) -> bool:
    return any(reason.star for reason in reasons)


def _by_access_role(reasons: Sequence[Reason]) -> bool:
    return any(reason.kind == _EVERY_MODEL for reason in reasons)


_WAYS: tuple[tuple[Callable[[Sequence[Reason]], bool], str, str], ...] = (
    (_by_star, "*", "covers every later model too"),
    (_by_access_role, _EVERY_MODEL, "opens every later model too"),
)


@dataclass(frozen=True)
class PrincipalChanges:
    """What somebody may do, before and after.

    Attributes:
        head: After.
        causes: Finds causes.
        sides: Who it is before and after.
        had: What they could do, and why.
        has: What they may do.
    """

    head: AccessReview
    causes: Causes
    sides: tuple[Principal | None, Principal | None]
    had: Found
    has: Found

    @property
    def principal(self) -> Principal:
        """Whom it is about."""
        principal = self.sides[1] or self.sides[0]
        if principal is None:
            raise ValueError("somebody is on one side at least")
        return principal

    @property
    def _names(self) -> tuple[str, ...]:
        reasons = {reason for found in (self.had, self.has) for each in found.values() for reason in each}
        return tuple({name for each in reasons for name in (each.group, each.origin, *each.applications) if name})

    def all(self, known: set[tuple[str, str]]) -> Iterator[Change]:
        """Yield everything.

        Args:
            known: Each team with the models that it reached before.
        """
        changes = [*self._gained(known), *self._lost(), *self._widened(), *self._prolonged()]
        names = self._names if changes else ()
        yield from (replace(change, names=(*change.names, *names)) for change in changes)

    def _gained(self, known: set[tuple[str, str]]) -> Iterator[Change]:
        principal = self.principal
        word = "is new, and " if self.sides[0] is None and principal.is_declared else ""
        for why, cause, pairs in self._by_reason({pair: self.has[pair] for pair in self.has if pair not in self.had}):
            foreign = _foreign(self.head, principal, pairs, known)
            wide = any(reason.is_wide for pair in pairs for reason in self.has[pair])
            text = f"{word}{verb(principal, 'gain')} {listed(pairs)}"
            yield principal_change("gain", principal, text, why, pairs, cause=cause, foreign=foreign, wide=wide)

    def _lost(self) -> Iterator[Change]:
        principal = self.principal
        is_gone = self.sides[1] is None and principal.is_declared
        word = "is removed; it could call" if is_gone else verb(principal, "lose")
        if is_gone and not principal.is_machine:
            word = "is removed; they could call"
        lost = {pair: self.had[pair] for pair in self.had if pair not in self.has}
        for why, cause, pairs in self._by_reason(lost, now=False):
            called = "it" if len(pairs) == 1 else "them"
            who = "it still calls" if principal.is_machine else "they still call"
            note = f"{OUTAGE} {who} {called}" if principal.is_machine or not principal.is_declared else ""
            text = f"{word} {listed(pairs)}"
            yield principal_change("loss", principal, text, f"was: {why}", pairs, cause=cause, note=note)

    def _widened(self) -> Iterator[Change]:
        """Yield what was granted model by model, and is now granted for every model, or the other way round."""
        principal = self.principal
        kept = [pair for pair in self.has if pair in self.had]
        for is_so, how, more in _WAYS:
            wider = {pair: self.has[pair] for pair in kept if is_so(self.has[pair]) and not is_so(self.had[pair])}
            narrower = {pair: self.had[pair] for pair in kept if is_so(self.had[pair]) and not is_so(self.has[pair])}
            for before, cause, pairs in self._by_reason(wider, self.had):
                wide = sorted({reason for pair in pairs for reason in self.has[pair] if is_so((reason,))})
                text = f"{verb(principal, 'keep')} {listed(pairs)}, now by {how}, which {more}"
                why = f"{reasons_in_words(wide, principal)}; before: {before}"
                yield principal_change("risk", principal, text, why, pairs, cause=cause, wide=True)
            for now, cause, pairs in self._by_reason(narrower, self.has, now=False):
                text = f"{verb(principal, 'keep')} {listed(pairs)}, by {now}; no longer by {how}, which {more}"
                yield principal_change("relief", principal, text, "", pairs, cause=cause)

    def _prolonged(self) -> Iterator[Change]:
        """Yield what is granted for longer, or for a shorter time, than before."""
        principal, keeps = self.principal, verb(self.principal, "keep")
        found: dict[tuple[dt.date, dt.date], list[ModelAction]] = {}
        for pair in (pair for pair in self.has if pair in self.had):
            found.setdefault((_end(self.had[pair]), _end(self.has[pair])), []).append(pair)
        for (old, new), pairs in sorted(found.items()):
            was = "was: without end" if old == NO_END else f"was: until {old}"
            cause = Cause(max(self.has[pairs[0]], key=lambda reason: reason.until).path)
            if new > old:
                end = "without end" if new == NO_END else f"until {new}"
                yield principal_change(
                    "risk", principal, f"{keeps} {listed(pairs)}, now {end}", was, pairs, cause=cause
                )
            elif new < old:
                text = f"{keeps} {listed(pairs)}, but only until {new}"
                yield principal_change("relief", principal, text, was, pairs, cause=cause)

    def _by_reason(
        self, found: Found, told: Found | None = None, *, now: bool = True
    ) -> Iterator[tuple[str, Cause, list[ModelAction]]]:
        """Yield what has the same reason and the same cause, with both.

        Args:
            found: What somebody may do, and why, on the side where they may.
            told: Why they may on the side that is told of; left out, the same.
            now: The side where they may is the one after.
        """
        parts: dict[tuple[str, str], list[tuple[ModelAction, Cause]]] = {}
        for pair, reasons in found.items():
            why = reasons_in_words((told or found)[pair], self.principal)
            cause = self.causes.of_grant(self.sides, pair, reasons, now=now)
            parts.setdefault((why, cause.text), []).append((pair, cause))
        for (why, text), each in sorted(parts.items()):
            path = common_path([cause.path for _, cause in each])
            yield why, Cause(path, text, each[0][1].names), sorted(pair for pair, _ in each)


def _end(reasons: Sequence[Reason]) -> dt.date:
    return max(reason.until for reason in reasons)


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


def principal_change(
    effect: Effect,
    principal: Principal,
    text: str,
    why: str = "",
    pairs: Sequence[ModelAction] = (),
    *,
    cause: Cause | None,
    foreign: str = "",
    wide: bool = False,
    note: str = "",
) -> Change:
    """Return a change for somebody.

    Args:
        effect: What it does.
        principal: Whom it is about.
        text: What becomes of them.
        why: The reason.
        pairs: The model actions that it is about.
        cause: What was written otherwise.
        foreign: Whose models a team reaches for the first time.
        wide: It is about every model.
        note: What it means.
    """
    manages = any(pair.action == MANAGE for pair in pairs)
    return Change(
        effect,
        str(principal),
        text,
        "; ".join(filter(None, (why, foreign))),
        weighty=effect in ("gain", "risk") and (wide or bool(foreign) or manages),
        undeclared=not principal.is_declared,
        pairs=tuple(pair.shown for pair in pairs),
        note=note,
        names=("*", _EVERY_MODEL),
        cause=cause,
        wide=wide,
    )
