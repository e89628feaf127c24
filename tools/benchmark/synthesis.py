"""What an environment costs before anything is deployed: resources by declared thing, synthesis by size."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from stacks.repository import REPOSITORY_VARIABLE, Repository
from tools.benchmark.large_environment import LargeEnvironment
from tools.benchmark.measurement import as_users_have_it
from tools.benchmark.size import LARGE, Size
from tools.bootstrap.tool_environment import tool_environment
from tools.project import ROOT
from tools.synthesized_stack import count_resources

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["benchmark_synthesis"]

_RUNS = 3
_SMALL = Size(consumers=20, models=4, grants=40, teams=2)
_BASE = Size(consumers=100, models=10, grants=200, teams=2)
_VARIED = {
    "consumer": (replace(_BASE, consumers=110), 10),
    "model": (replace(_BASE, models=20), 10),
    "grant": (replace(_BASE, grants=300), 100),
}


def benchmark_synthesis(console: Console) -> None:
    """Print what a consumer, a model and a grant add, and what synthesis of a large environment takes.

    Args:
        console: Where to print.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        table = Table("one more", "adds resources", title="Resources", title_justify="left")
        before = sum(_resources(root, _BASE).values())
        for label, (size, more) in _VARIED.items():
            table.add_row(label, f"{(sum(_resources(root, size).values()) - before) / more:g}")
        console.print(table)
        small, large = _seconds(root, _SMALL), _seconds(root, LARGE)
        counts = _resources(root, LARGE)
    table = Table("environment", "synthesis", "ratio", title="Synthesis, whole process, median", title_justify="left")
    table.add_row(str(_SMALL), f"{small:.1f} s", "1.0")
    table.add_row(str(LARGE), f"{large:.1f} s", f"{large / small:.1f}")
    console.print(table)
    largest = max(counts, key=lambda stack: counts[stack])
    console.print(
        f"{sum(counts.values())} resources in {len(counts)} stacks; the largest, {largest}, has {counts[largest]}."
    )


def _resources(root: Path, size: Size) -> dict[str, int]:
    stacks = _synthesize(root, size).outdir / "stacks"
    return {stack.name: count_resources(stack) for stack in sorted(stacks.iterdir())}


def _seconds(root: Path, size: Size) -> float:
    return statistics.median(_timed(root, size) for _ in range(_RUNS))


def _timed(root: Path, size: Size) -> float:
    started = time.monotonic()
    _synthesize(root, size)
    return time.monotonic() - started


def _synthesize(root: Path, size: Size) -> Repository:
    """Read the files, check and synthesize, in a process of its own, as a deployment does."""
    repository = Repository(root / f"{size.consumers}-{size.models}-{size.grants}-{size.teams}")
    if not repository.root.exists():
        LargeEnvironment(repository.environments, size).write()
    subprocess.run(
        [sys.executable, "main.py"],
        cwd=ROOT,
        env=as_users_have_it(tool_environment({**os.environ, REPOSITORY_VARIABLE: str(repository.root)})),
        stderr=subprocess.DEVNULL,  # warnings of the guardrails
        check=True,
    )
    return repository
