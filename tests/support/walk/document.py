"""A declaration as somebody writes it: the environment's file, and one for each team."""

from __future__ import annotations

import copy
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["KINDS", "Document", "Entry", "Tree"]

Tree = dict[str, Any]
"""What YAML holds: moves change it as an editor would, right or wrong; the product's own checks judge it."""

KINDS = ("consumers", "applications", "people", "groups")
"""What the environment's file and each team's may declare."""


@dataclass(frozen=True)
class Entry:
    """Something that is declared by a name.

    Attributes:
        team: Whose file it is in; None is the environment's.
        kind: Such as `consumers`.
        name: Its name.
        owner: What holds it: `owner[name]` is its value.
    """

    team: str | None
    kind: str
    name: str
    owner: Tree

    @property
    def value(self) -> Any:  # noqa: ANN401 - what YAML holds
        """What is declared under the name."""
        return self.owner[self.name]


@dataclass
class Document:
    """The files of one environment.

    Attributes:
        tree: What they say; a team's file is under `teams`.
    """

    tree: Tree = field(default_factory=dict)

    def copy(self) -> Document:
        """Return one that can be changed without this one."""
        return Document(copy.deepcopy(self.tree))

    def accesses(self) -> Iterator[tuple[str | None, Tree]]:
        """Yield what the environment's file and each team's declare."""
        yield None, self.tree
        yield from self.teams.items()

    @property
    def teams(self) -> Tree:
        """What each team's file says."""
        return dict(self.tree.get("teams", {}))

    def of(self, team: str | None) -> Tree:
        """Return what a team's file, or without a team the environment's, says."""
        return self.tree if team is None else dict.__getitem__(self.tree["teams"], team)

    def entries(self, *kinds: str) -> list[Entry]:
        """Return everything of some kinds, whichever file it is in."""
        return [
            Entry(team, kind, name, access[kind])
            for team, access in self.accesses()
            for kind in kinds
            for name in access.get(kind, {})
        ]

    def names(self, *kinds: str) -> list[str]:
        """Return the names of everything of some kinds."""
        return [entry.name for entry in self.entries(*kinds)]

    def section(self, kind: str, team: str | None = None) -> Tree:
        """Return a part of a file, new if it has none."""
        section: Tree = self.of(team).setdefault(kind, {})
        return section

    def everywhere(self, key: str, change: Callable[[Any], Any]) -> None:
        """Change every value of a key, however deep; None takes it out."""
        _everywhere(self.tree, key, change)

    def tidy(self) -> None:
        """Take out empty parts, as somebody who removes the last thing of a kind does."""
        for access in (self.tree, *self.teams.values()):
            for kind in (*KINDS, "second_factor", "models", "workload_issuers", "federation", "identity_providers"):
                if kind in access and not access[kind]:
                    del access[kind]
        if not self.tree.get("teams", True):
            del self.tree["teams"]

    def write(self, folder: Path, name: str) -> None:
        """Write the files anew, as `<folder>/<name>.yaml` and `<folder>/<name>/teams/<team>.yaml`."""
        shutil.rmtree(folder / name, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        yaml = YAML(typ="safe")
        yaml.default_flow_style = False
        yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
        with (folder / f"{name}.yaml").open("w", encoding="utf-8") as file:
            yaml.dump({key: value for key, value in self.tree.items() if key != "teams"}, file)
        for team, access in self.teams.items():
            (folder / name / "teams").mkdir(parents=True, exist_ok=True)
            with (folder / name / "teams" / f"{team}.yaml").open("w", encoding="utf-8") as file:
                yaml.dump(access, file)


def _everywhere(value: Any, key: str, change: Callable[[Any], Any]) -> None:  # noqa: ANN401 - what YAML holds
    if isinstance(value, list):
        for entry in value:
            _everywhere(entry, key, change)
    if not isinstance(value, dict):
        return
    if key in value:
        changed = change(value[key])
        if changed is None:
            del value[key]
        else:
            value[key] = changed
    for inner in value.values():
        _everywhere(inner, key, change)
