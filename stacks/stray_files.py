"""Files and folders that would be passed over beside the environment files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from stacks.environment_documents import TEAMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["StrayFiles"]


class StrayFiles:
    """Finds what nobody reads: each is a mistake, and a team or an environment would be missing.

    Args:
        folder: The folder of environment files.
        shown: How messages name it.
    """

    def __init__(self, folder: Path, *, shown: Path) -> None:
        self._folder, self._shown = folder, shown

    def outside(self, environments: Sequence[str]) -> Iterator[str]:
        """Yield a line for each file with another ending, and each folder of teams without an environment.

        Args:
            environments: Names of all environments.
        """
        for path in sorted(self._folder.rglob("*.yml")):
            shown = self._shown / path.relative_to(self._folder)
            yield f"{shown}: environment files end in .yaml: rename it to {path.stem}.yaml"
        for teams in sorted(self._folder.glob(f"*/{TEAMS}")):
            name = teams.parent.name
            if name not in environments:
                shown = self._shown / teams.relative_to(self._folder)
                yield f"{shown}: there is no environment '{name}': {hint(name, environments)}"

    def beside_teams(self, environment: str) -> Iterator[str]:
        """Yield a line for each team's file of an environment that stands elsewhere than in `<name>/teams/`.

        Args:
            environment: Its name.
        """
        teams = self._folder / environment / TEAMS
        shown = self._shown / environment / TEAMS
        if teams.exists() and not teams.is_dir():
            yield f"{shown}: this is a folder, with a file for each team: remove it, or move it to {shown}/<team>.yaml"
        for path in sorted((self._folder / environment).rglob("*.yaml")):
            if path.parent != teams:
                stray = self._shown / path.relative_to(self._folder)
                yield f"{stray}: a team's file belongs in {shown}/: move it there"
