"""Who gains and who loses by a change of a declaration, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from constructs_lib.review.change import Cause, Change
from constructs_lib.review.granted_changes import granted_changes
from constructs_lib.review.login_changes import login_changes
from constructs_lib.review.owner_changes import owner_changes
from constructs_lib.review.questions import AccessReview
from constructs_lib.review.renamed import by_later_names
from constructs_lib.review.rule_changes import rule_changes
from constructs_lib.review.setting_changes import setting_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.declaration.renames import Rename
    from constructs_lib.review.change import Effect

__all__ = ["Difference", "former_names"]

_ORDER: tuple[Effect, ...] = ("gain", "risk", "loss", "relief", "other")
_MANAGE = ":manage"
_THINGS = ("environment", "model ")


@dataclass(frozen=True)
class Difference:
    """What a change does to access.

    Attributes:
        changes: What changes, by weight, then by what it does and whom it is about.
        renames: What is called otherwise, and is the same thing.
    """

    changes: tuple[Change, ...]
    renames: tuple[Rename, ...] = ()

    @classmethod
    def of(cls, base: Declaration, head: Declaration) -> Self:
        """Compare two declarations that passed the checks.

        Args:
            base: Before.
            head: After.
        """
        before, renamed = by_later_names(base, head)
        reviews = AccessReview(before), AccessReview(head)
        changes = [
            *granted_changes(*reviews),
            *login_changes(*reviews),
            *setting_changes(before, reviews[1]),
            *rule_changes(before, head),
            *former_names(base, head),
            *owner_changes(before, head),
        ]
        return cls.ordered(changes, renamed)

    @classmethod
    def ordered(cls, changes: Iterable[Change], renames: Iterable[Rename] = ()) -> Self:
        """Return a difference with its changes in the order in which a reviewer reads them.

        Args:
            changes: What changes.
            renames: What is called otherwise.
        """
        return cls(tuple(sorted(changes, key=_rank)), tuple(renames))

    @property
    def is_empty(self) -> bool:
        """Nothing changes in who may do what, and how."""
        return not (self.changes or self.renames)

    def has(self, effect: Effect) -> bool:
        """Tell whether there is a change of a kind; a weighty one is a risk, too."""
        return any(change.effect == effect or (effect == "risk" and change.weighty) for change in self.changes)

    def count(self, effect: Effect) -> int:
        """Return how many changes there are of a kind."""
        return sum(change.effect == effect for change in self.changes)

    def principals(self, effect: Effect) -> int:
        """Return how many principals gain, or lose: one of whom several lines speak counts once."""
        return len({change.subject for change in self.changes if change.effect == effect and _has_subject(change)})

    @property
    def others(self) -> int:
        """How many changes neither give somebody more or less, nor are riskier: renames are among them."""
        of_nobody = sum(change.effect in ("gain", "loss") and not _has_subject(change) for change in self.changes)
        return self.count("relief") + self.count("other") + of_nobody + len(self.renames)


def _has_subject(change: Change) -> bool:
    """Whether it is somebody who gains or loses, not a thing that comes or goes."""
    return not change.subject.startswith(_THINGS)


def _rank(change: Change) -> tuple[int, int, str, str]:
    return _lightness(change), _ORDER.index(change.effect), change.subject, change.text


def _lightness(change: Change) -> int:
    """Return how late a change is told: where there are thousands, nobody reads the last ones."""
    if not change.weighty:
        return 5
    if change.wide:
        return 0
    if any(pair.endswith(_MANAGE) for pair in change.pairs):
        return 1
    if change.effect == "gain":  # a first access to another team's models
        return 2
    return 3 if change.is_setting else 4  # what was there before comes before what is new


def former_names(base: Declaration, head: Declaration) -> Iterator[Change]:
    """Yield models that no longer answer to a former name: callers that ask by it are refused from now on.

    Args:
        base: Before.
        head: After.
    """
    for name, props in base.models.items():
        former = props.renamed_from
        now = head.models.get(name)
        if former and now and now.renamed_from != former:
            yield Change(
                "loss",
                f"model {name}",
                f"no longer answers to its former name {former}",
                names=(former,),
                cause=Cause(("models", name)),
            )
