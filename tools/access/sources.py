"""What two sides of a difference are: revisions, folders or environments."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.texts.one_line import one_line
from stacks.environment_files import EnvironmentFiles
from tools.access.placed import PlacedSide, places_of
from tools.access.reading import EVERYTHING
from tools.errors import ToolError
from tools.git import git_output
from tools.project import from_caller, reading_files, repository_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.environment import Environment
    from stacks.repository import Repository
    from tools.access.placed import Places, Written

__all__ = ["WORKING_TREE", "Compared", "compared"]

WORKING_TREE = "working tree"
"""How the files as they are now are called."""

_LINK = "120000"
"""Git's mode of a symbolic link."""


@dataclass(frozen=True)
class Compared:
    """Two sides of a difference.

    Attributes:
        sides: Each environment before and after, by name.
        title: What is compared, in words.
        broken: Which grants break an access rule after, a line each, with the places of both.
        places: What finds the lines of causes, by environment.
    """

    sides: dict[str, tuple[Environment | None, Environment | None]]
    title: str
    broken: tuple[str, ...] = ()
    places: dict[str, Places] = field(default_factory=dict)


@dataclass(frozen=True)
class _Side:
    environments: dict[str, Environment] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    written: dict[str, Written] = field(default_factory=dict)

    def placed(self, name: str) -> PlacedSide | None:
        """Return an environment with what finds its lines; None where it is not there."""
        return PlacedSide(self.environments[name], self.written[name]) if name in self.environments else None


def compared(base: str, head: str | None, environment: str | None, process_environment: Mapping[str, str]) -> Compared:
    """Read both sides of a difference.

    Args:
        base: Before: a git revision, a folder, or the name of an environment.
        head: After: the same; left out, the files as they are now.
        environment: The one environment that it is about; left out, all.
        process_environment: Names the repository.

    Raises:
        ToolError: One of them is none of these, or has a file that is wrong (exit 2).
    """
    repository = repository_of(process_environment)
    files = EnvironmentFiles.of(repository, features=EVERYTHING)
    names = files.names()
    if head is not None and base in names and head in names:
        one, other = _read(files, base), _read(files, head)
        title = f"{base} → {head}"
        places = {title: places_of(other.placed(head), one.placed(base))}
        return Compared({title: (one.environments[base], other.environments[head])}, title, other.broken, places)
    before = _side(repository, base, environment)
    after = _side(repository, head, environment) if head is not None else _read(files, environment)
    old, new = before.environments, after.environments
    if environment is not None and not (old or new):
        raise ToolError(f"no environment '{environment}': {hint(environment, names)}", exit_code=2)
    every = sorted({*old, *new})
    return Compared(
        {name: (old.get(name), new.get(name)) for name in every},
        f"{base} → {head or WORKING_TREE}",
        after.broken,
        {name: places_of(after.placed(name), before.placed(name)) for name in every},
    )


def _side(repository: Repository, named: str, environment: str | None) -> _Side:
    folder = from_caller(Path(named))
    if folder.is_dir():
        inner = repository.environments.name if (folder / repository.environments.name).is_dir() else ""
        return _read(EnvironmentFiles(folder / inner, shown=Path(named, inner), features=EVERYTHING), environment)
    commit = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{named}^{{commit}}")
    if commit is None:
        raise ToolError(
            f"'{one_line(named)}' is no git revision, no folder and no pair of environments: name one of these",
            exit_code=2,
        )
    return _revision(repository, commit.decode().strip(), named, environment)


def _revision(repository: Repository, commit: str, named: str, environment: str | None) -> _Side:
    """Read the files of a commit, and dates in them as on its day."""
    day = dt.date.fromisoformat(
        (_git(repository, "show", "--no-patch", "--format=%cs", commit) or b"").decode().strip()
    )
    with TemporaryDirectory() as temporary:
        folder = Path(temporary, repository.environments.name)
        if not _written_as_committed(repository, commit, folder):  # there was no such folder yet
            return _Side()
        shown = Path(f"{named}:{repository.environments.name}")
        return _read(EnvironmentFiles(folder, shown=shown, today=day, features=EVERYTHING), environment)


def _written_as_committed(repository: Repository, commit: str, folder: Path) -> bool:
    """Write the environments of a commit into a folder, byte by byte; say whether there are any.

    `git archive` is no help: by a `.gitattributes` of the commit it leaves files out, or writes other text into them,
    so that a review would not show what is deployed.
    """
    listed = _git(repository, "ls-tree", "-r", "-z", commit, "--", f"{repository.environments.name}/") or b""
    links: list[tuple[Path, bytes]] = []
    for entry in filter(None, listed.split(b"\0")):
        about, _, name = entry.partition(b"\t")
        mode, kind, blob = about.decode().split(" ")
        within = Path(os.fsdecode(name)).relative_to(repository.environments.name)
        if kind != "blob" or ".." in within.parts:  # another repository's commit, or a tree that no git makes
            continue
        held = _git(repository, "cat-file", "blob", blob)
        if held is None:
            raise ToolError(f"'{one_line(str(within))}' of {commit} is not in this clone: fetch it", exit_code=2)
        path = folder / within
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            links.append((path, held))
        else:
            path.write_bytes(held)
    for path, target in links:  # last, so that nothing is written by way of one
        if not path.exists():
            path.symlink_to(os.fsdecode(target))
    return folder.is_dir()


def _read(files: EnvironmentFiles, environment: str | None) -> _Side:
    names = [name for name in files.names() if environment in (None, name)]
    with reading_files():
        checked = {name: files.check(name, keeps_rules=False) for name in names}
    broken = [line for name, each in checked.items() for line in files.broken_rules(name, each)]
    written = {name: files.written(name) for name in names}
    return _Side({name: each.declaration for name, each in checked.items()}, tuple(broken), written)


def _git(repository: Repository, *arguments: str) -> bytes | None:
    """Return what git says, or None where it fails."""
    try:
        return git_output(repository.root, *arguments)
    except FileNotFoundError:
        raise ToolError("git is missing: install it, or compare folders") from None
