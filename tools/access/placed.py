"""Where that is written which a difference is about: after the change or, where it is removed, before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.guardrails.finding import SourcePlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stacks.environment import Environment

__all__ = ["PlacedSide", "Places", "Written", "places_of"]

Written = Callable[[tuple[str | int, ...]], SourcePlace | None]
"""Finds the line of a value that is written down."""

Places = Callable[[Sequence[str]], str]
"""Finds the line of a cause, such as `environments/prod.yaml:12`; nothing where nobody knows it."""

_KEYS = {"from_": "from"}


@dataclass(frozen=True)
class PlacedSide:
    """What is declared on one side of a difference.

    Attributes:
        environment: What is declared.
        written: Finds lines of its files.
    """

    environment: Environment
    written: Written

    def find(self, path: Sequence[str], *, above: int = 0) -> SourcePlace | None:
        """Return the line of a value, or of what holds it.

        Args:
            path: Keys that lead to it; a setting of a team is known without the team.
            above: How many of the last keys are left out.
        """
        found = (self.written(keys[: len(keys) - above]) for keys in self._keys(path))
        return next(filter(None, found), None)

    def _keys(self, path: Sequence[str]) -> Iterator[tuple[str | int, ...]]:
        keys: tuple[str | int, ...] = tuple(_KEYS.get(key, key) for key in path)
        if path[0] == "exemptions":
            named = [f"{each.rule} {each.resource}" for each in self.environment.exemptions]
            keys = ("exemptions", named.index(path[1])) if path[1] in named else ("exemptions",)
        yield keys
        if path[0] != "teams":
            yield from (("teams", team, *keys) for team in self.environment.teams)


def places_of(*sides: PlacedSide | None) -> Places:
    """Return what finds the line of a cause.

    Args:
        sides: After and before; None where there is no such side.
    """

    def place(path: Sequence[str]) -> str:
        for above in range(len(path)):
            for side in sides:
                if side and (found := side.find(path, above=above)):
                    return str(found)
        return ""

    return place
