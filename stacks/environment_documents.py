"""One environment's files as one document: what it extends below, what its teams say inside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.declaration.props.access import RENAMED_FROM
from constructs_lib.declaration.texts.allowed import expression_in, hidden_character
from stacks.environment_error import EnvironmentFileError
from stacks.yaml_document import YamlDocument, read_yaml

if TYPE_CHECKING:
    from stacks.yaml_document import Place

__all__ = ["SHARED_PREFIX", "TEAMS", "EnvironmentDocuments"]

SHARED_PREFIX = "_"
"""How the names of files start that are no environments: others extend them."""
TEAMS = "teams"
"""Key, and folder, of the teams' declarations."""

_SHARED_NAME = re.compile(rf"{SHARED_PREFIX}[A-Za-z0-9_-]{{1,60}}")
_TEAM_RULE = "a team's name is 1 to 30 lower-case letters, digits or '-'"


class EnvironmentDocuments:
    """Reads what stands in a folder of environment files, and nothing beside it.

    Args:
        folder: The folder.
        shown: How messages name it.
    """

    def __init__(self, folder: Path, *, shown: Path) -> None:
        self._folder = folder
        self._shown_folder = shown

    def shown(self, stem: str) -> Path:
        """Return how messages name a file of the folder."""
        return self._shown_folder / f"{stem}.yaml"

    def read(self, name: str) -> YamlDocument:
        """Read an environment's file, the shared file that it extends, and its teams' files.

        Raises:
            EnvironmentFileError: One of them cannot be read, or is not the YAML that is allowed here.
        """
        document = self._extended(name)
        self._add_teams(name, document)
        document.places.update(_places_of_former_names(document))
        return document

    def _extended(self, name: str) -> YamlDocument:
        document = self._read(f"{name}.yaml")
        base = document.data.get("extends")
        if base is None:
            return document
        place = document.place(("extends",))
        stem = str(base).removesuffix(".yaml")
        if _SHARED_NAME.fullmatch(stem) is None or not (self._folder / f"{stem}.yaml").exists():
            raise EnvironmentFileError(
                [f"{place}: extends names a shared file beside this one, '_<name>.yaml', got '{base}'"]
            )
        lower = self._read(f"{stem}.yaml")
        if "extends" in lower.data:
            raise EnvironmentFileError([f"{lower.place(('extends',))}: a shared file cannot extend another"])
        return lower.overlay(document)

    def _add_teams(self, name: str, document: YamlDocument) -> None:
        """Put each file of `<name>/teams/` where a declaration holds its teams."""
        declared = document.data.get(TEAMS, {})
        if not isinstance(declared, dict):  # wrong, and said so when the environment is validated
            return
        for path in sorted((self._folder / name / TEAMS).glob("*.yaml")):
            shown = self._shown_folder / name / TEAMS / path.name
            if path.stem in declared:
                place = document.place((TEAMS, path.stem))
                raise EnvironmentFileError(
                    [f"{place}: team '{path.stem}' is declared here and in {shown}: keep one of the two"]
                )
            if expression_in(path.stem) or hidden_character(path.stem) is not None:
                raise EnvironmentFileError([f"{shown}: {_TEAM_RULE}: rename the file"])
            document.insert((TEAMS, path.stem), self._read(Path(name, TEAMS, path.name), example="consumers"))

    def _read(self, file: Path | str, example: str = "realm") -> YamlDocument:
        return read_yaml(self._folder / file, folder=self._folder, shown_as=self._shown_folder / file, example=example)


def _places_of_former_names(document: YamlDocument) -> dict[tuple[str | int, ...], Place]:
    """Find a group's former name by either of the keys that say it, wherever it is written."""
    found: dict[tuple[str | int, ...], Place] = {}
    for path, place in document.places.items():
        if path[-2:-1] == ("renamed_groups",):
            found[(*path[:-2], "groups", path[-1], RENAMED_FROM)] = place
        elif path[-3:-2] == ("groups",) and path[-1] == RENAMED_FROM:
            found[(*path[:-3], "renamed_groups", path[-2])] = place
    return {path: place for path, place in found.items() if path not in document.places}
