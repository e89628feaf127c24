"""What a step changes: one, or a few at once, as a pull request does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.walk.moves import access, files, names, realm, sources

if TYPE_CHECKING:
    from tests.support.walk.choices import Choices
    from tests.support.walk.document import Document

__all__ = ["change"]

# Each part has its share of the steps, however many moves it has.
_ANYWHERE = (*[access.MOVES] * 4, *[names.MOVES] * 2, *[sources.MOVES] * 2, realm.MOVES)
_IN_TEAMS = (*_ANYWHERE, *[files.MOVES] * 3)


def change(
    choices: Choices, document: Document, *, teams: bool, least: int = 1, most: int = 3
) -> tuple[Document, tuple[str, ...]]:
    """Return a document with some changes, and what they are; whether it is valid, its checks decide.

    Args:
        choices: Which changes.
        document: What is declared now; left as it is.
        teams: Whether there may be team files.
        least: Fewest changes.
        most: Most changes; fewer are more likely.
    """
    changed = document.copy()
    said: list[str] = []
    wanted = min(choices.number(least, most), choices.number(least, most))
    while len(said) < wanted:
        before = changed.copy()
        move = choices.one(choices.one(_IN_TEAMS if teams else _ANYWHERE))
        line = move(choices, changed)
        if line and changed.tree != before.tree:
            said.append(line)
        else:
            changed = before
    return changed, tuple(said)
