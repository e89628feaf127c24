"""What a difference says, whether as text or as a comment: its counts, renames, and changes by their cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.renames import Rename
    from constructs_lib.review.change import Cause, Change
    from constructs_lib.review.difference import Difference
    from tools.access.placed import Places

__all__ = ["NOTHING", "Group", "grouped", "renamed_in_words", "sentence", "summary"]

NOTHING = "Nothing changes in who may do what."
"""What is said where there is no difference."""

# Beyond that many changes a cause is told a second time, so that nothing light comes before what weighs.
_TOLD_ONCE = 100
_ELSEWHERE = " — membership comes from a directory or identity provider; number unknown here"
_OTHERS = " — something else than these files puts them there; number unknown here"

_RENAMED = {
    "models": "everybody keeps access; requests that call it by the former name fail, while scopes may be asked for by "
    "either name until renamed_from is removed",
    "consumers": "it keeps what it may do, and its client has the new name: by the former one it gets no token",
    "applications": "it stays as it is, and its client has the new name: logins by the former one fail",
    "groups": "its members and grants stay",
    "people": "they keep what they may do, and log in by the new name",
}


@dataclass(frozen=True)
class Group:
    """Changes of one cause.

    Attributes:
        cause: The cause, where it is told by itself.
        place: Where it is written; empty where nobody knows.
        changes: What follows from it.
        weighty: A reviewer should look at the cause itself first.
    """

    cause: Cause | None
    place: str
    changes: tuple[Change, ...]
    weighty: bool = False


def grouped(difference: Difference, places: Places | None) -> Iterator[Group]:
    """Yield changes by their cause, in the order of the weightiest of each.

    Args:
        difference: What changes.
        places: What finds the lines of causes; without it, every change is by itself, and no cause is told.
    """
    if places is None:
        yield from (Group(None, "", (change,)) for change in difference.changes)
        return
    found: dict[tuple[str, bool], list[Change]] = {}
    many = len(difference.changes) > _TOLD_ONCE
    for change in difference.changes:
        text = (change.cause.text if change.cause else "") or str(change)
        found.setdefault((text, many and change.weighty), []).append(change)
    for (text, _), changes in found.items():
        cause = next((change.cause for change in changes if change.cause), None)
        place = places(cause.path) if cause else ""
        following = [change for change in changes if str(change) != text]
        if not (cause and following):
            yield from (Group(None, place, (change,)) for change in changes)
            continue
        # A setting that changes may be the cause of other changes: it is told as such, once.
        named = next((change.cause for change in following if change.cause), cause)
        yield Group(named, place, tuple(following), any(each.weighty for each in changes if each not in following))


def sentence(change: Change) -> str:
    """Return a change in words, and what nobody knows about those whom it is about."""
    return f"{change}{_unknown(change)}"


def _unknown(change: Change) -> str:
    if not change.undeclared:
        return ""
    return _OTHERS if change.subject.startswith("others in ") else _ELSEWHERE


def summary(difference: Difference) -> str:
    """Return how many gain and lose, and how many other changes there are of each kind, in a line."""
    words = [
        _counted(difference.principals("gain"), "principal gains", "principals gain"),
        _counted(difference.principals("loss"), "principal loses", "principals lose"),
        _counted(difference.count("risk"), "riskier change", "riskier changes"),
        _counted(difference.count("relief"), "safer change", "safer changes"),
        _counted(difference.others - difference.count("relief") - len(difference.renames), "other change"),
        _counted(len(difference.renames), "rename"),
    ]
    return ", ".join(filter(None, words))


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}" if count else ""


def renamed_in_words(rename: Rename) -> str:
    """Return that something has another name, and what that means."""
    return f"{rename.label} renamed: {rename.old} → {rename.new} (declared by renamed_from); {_RENAMED[rename.kind]}"
