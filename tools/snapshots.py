"""Reviewed Terraform JSON of each stack, kept in a repository of one's own: what a change of a file means is a diff."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING

from rich.console import Console

from stacks.environment_files import EnvironmentFiles
from stacks.stack_names import StackNames
from tools.errors import ToolError
from tools.project import reading_files, repository_of
from tools.synthesis import synthesize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stacks.repository import Repository

__all__ = ["compare_snapshots", "update_snapshots"]

_SUFFIX = ".json"
_CONTEXT_LINES = 5
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}

# Comments of the CDK in Terraform's JSON: its version, and where in the program a resource is made.
_COMMENT = "//"


def compare_snapshots(process_environment: Mapping[str, str]) -> None:
    """Synthesize, and compare each stack with its snapshot; print a diff of those that differ.

    Args:
        process_environment: Names the repository.

    Raises:
        ToolError: Some differ, are missing or belong to no stack (exit 1); or a file is wrong (exit 2).
    """
    repository = _own_repository(process_environment)
    snapshots, stacks = _snapshots(repository), _synthesized(repository, process_environment)
    differing = sorted(name for name in {*snapshots, *stacks} if snapshots.get(name) != stacks.get(name))
    console = Console(highlight=False)
    for name in differing:
        file = repository.show(repository.snapshots / f"{name}{_SUFFIX}")
        for line in _difference(snapshots.get(name), stacks.get(name), file):
            console.print(line, style=_COLOURS.get(line[0]), markup=False, soft_wrap=True)
    if differing:
        update = repository.command("make snapshot-update")
        raise ToolError(
            f"not as reviewed: {', '.join(differing)}: if you want this, write it anew by {update}, and commit it"
        )
    console.print(f"{len(stacks)} stacks, all as reviewed")


def update_snapshots(process_environment: Mapping[str, str]) -> None:
    """Synthesize, write each stack's snapshot anew, and remove those of stacks that are gone.

    Args:
        process_environment: Names the repository.

    Raises:
        ToolError: As for `compare_snapshots`.
    """
    repository = _own_repository(process_environment)
    snapshots, stacks = _snapshots(repository), _synthesized(repository, process_environment)
    repository.snapshots.mkdir(exist_ok=True)
    console = Console(highlight=False)
    for name in sorted({*snapshots, *stacks}):
        file, text = repository.snapshots / f"{name}{_SUFFIX}", stacks.get(name)
        if text == snapshots.get(name):
            continue
        if text is None:
            file.unlink()
        else:
            file.write_text(text, encoding="utf-8")
        console.print(f"{'removed' if text is None else 'written'}: {repository.show(file)}", soft_wrap=True)


def _own_repository(process_environment: Mapping[str, str]) -> Repository:
    repository = repository_of(process_environment)
    if repository.is_product:
        raise ToolError(
            "name your repository by ENVIRONMENTS: snapshots of the product's own environments are those of its tests",
            exit_code=2,
        )
    return repository


def _snapshots(repository: Repository) -> dict[str, str]:
    return {file.stem: _text(file) for file in repository.snapshots.glob(f"*{_SUFFIX}")}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ToolError(f"{file}: cannot be read: {reason}", exit_code=2) from None


def _synthesized(repository: Repository, process_environment: Mapping[str, str]) -> dict[str, str]:
    with reading_files():
        environments = EnvironmentFiles.of(repository).load_all()
    synthesize(process_environment)
    names = [stack for name, environment in environments.items() for stack in StackNames(name).all(environment)]
    return {name: _normal(repository.stack_folder(name) / "cdk.tf.json") for name in names}


def _normal(file: Path) -> str:
    """Return the JSON as it is on every machine: sorted, without the CDK's comments."""
    content = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_without_comments)
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _without_comments(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    return {key: value for key, value in pairs if key != _COMMENT}


def _difference(before: str | None, after: str | None, file: Path) -> list[str]:
    if before is None:
        return [f"{file}: not written yet"]
    if after is None:
        return [f"{file}: there is no such stack any more"]
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), str(file), "synthesized", lineterm="", n=_CONTEXT_LINES
    )
    return list(lines)
