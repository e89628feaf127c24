"""The synthesized stacks of an environment, and what each is built on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Stack", "declared_stacks", "dependents_of", "local_state", "read_stacks"]


@dataclass(frozen=True)
class Stack:
    """A folder of Terraform JSON with a state of its own.

    Attributes:
        name: Name of the stack, and of the folder.
        folder: Where Terraform runs, `cdktf.out/stacks/<name>`.
        dependencies: Names of stacks whose outputs it reads.
    """

    name: str
    folder: Path
    dependencies: frozenset[str] = frozenset()


def read_stacks(outdir: Path, names: Sequence[str]) -> tuple[Stack, ...]:
    """Read the CDK's manifest.

    Args:
        outdir: Folder that was synthesized into, with `manifest.json`.
        names: Names of the stacks that are asked for.

    Returns:
        Those stacks, each after the ones that it depends on; dependencies that were not asked for are left out.
    """
    manifest = json.loads((outdir / "manifest.json").read_text(encoding="utf-8"))["stacks"]
    asked = frozenset(names)
    stacks = {
        name: Stack(
            name,
            outdir / Path(manifest[name]["synthesizedStackPath"]).parent,
            frozenset(manifest[name]["dependencies"]) & asked,
        )
        for name in names
    }
    return _sorted(stacks)


def declared_stacks(outdir: Path) -> frozenset[str]:
    """Return the names of all stacks that were synthesized, of every environment."""
    return frozenset(json.loads((outdir / "manifest.json").read_text(encoding="utf-8"))["stacks"])


def dependents_of(stack: str, stacks: Iterable[Stack]) -> frozenset[str]:
    """Return the names of the stacks that depend on a stack, by way of others too."""
    found = {stack}
    for other in stacks:  # in their order: one pass is enough
        if found & other.dependencies:
            found.add(other.name)
    return frozenset(found - {stack})


def _sorted(stacks: Mapping[str, Stack]) -> tuple[Stack, ...]:
    done: dict[str, Stack] = {}

    def add(stack: Stack) -> None:
        for name in sorted(stack.dependencies):
            if name not in done:
                add(stacks[name])
        done.setdefault(stack.name, stack)

    for stack in stacks.values():
        add(stack)
    return tuple(done.values())


def local_state(stack: Stack) -> Path | None:
    """Return the file that holds a stack's state; None where the state is kept elsewhere."""
    backend = json.loads((stack.folder / "cdk.tf.json").read_text(encoding="utf-8"))["terraform"]["backend"]
    return stack.folder / backend["local"]["path"] if "local" in backend else None
