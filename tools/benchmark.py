"""What an environment costs: resources by declared thing, synthesis by size, a gateway a call, as ratios of one run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tools.bootstrap.tool_environment import tool_environment
from tools.gateway_benchmark import benchmark_gateway
from tools.large_environment import write_large_environment
from tools.project import ROOT, require_product
from tools.synthesized_stack import count_resources

__all__ = ["benchmark"]

_RUNS = 3


@dataclass(frozen=True)
class _Size:
    consumers: int
    models: int
    grants: int
    teams: int

    def __str__(self) -> str:
        return f"{self.consumers} consumers, {self.models} models, {self.grants} grants, {self.teams} teams"


_SMALL = _Size(consumers=20, models=4, grants=40, teams=2)
_LARGE = _Size(consumers=1000, models=200, grants=2000, teams=20)
_VARIED = {
    "consumer": (_Size(100, 10, 200, 2), _Size(110, 10, 200, 2), 10),
    "model": (_Size(100, 10, 200, 2), _Size(100, 20, 200, 2), 10),
    "grant": (_Size(100, 10, 200, 2), _Size(100, 10, 300, 2), 100),
}
_PROGRAM = """
import sys
from pathlib import Path
from stacks.environment_files import EnvironmentFiles
from stacks.jsii_runtime import use_project_node
environments = EnvironmentFiles(Path(sys.argv[1])).check_all()
use_project_node()
from stacks.app import build_app
build_app(environments, outdir=Path(sys.argv[2])).synth()
"""


def benchmark() -> None:
    """Print what a consumer, a model and a grant add, what synthesis of a large environment takes, and a gateway."""
    require_product(os.environ, "make benchmark")
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        table = Table("one more", "adds resources", title="Resources", title_justify="left")
        for label, (before, after, more) in _VARIED.items():
            added = (sum(_resources(root, after).values()) - sum(_resources(root, before).values())) / more
            table.add_row(label, f"{added:g}")
        console.print(table)
        small, large = _seconds(root, _SMALL), _seconds(root, _LARGE)
        counts = _resources(root, _LARGE)
    table = Table("environment", "synthesis", "ratio", title="Synthesis, whole process, median", title_justify="left")
    table.add_row(str(_SMALL), f"{small:.1f} s", "1.0")
    table.add_row(str(_LARGE), f"{large:.1f} s", f"{large / small:.1f}")
    console.print(table)
    largest = max(counts, key=lambda stack: counts[stack])
    console.print(
        f"{sum(counts.values())} resources in {len(counts)} stacks; the largest, {largest}, has {counts[largest]}."
    )
    benchmark_gateway(console)


def _resources(root: Path, size: _Size) -> dict[str, int]:
    output = _synthesize(root, size)
    return {stack.name: count_resources(stack) for stack in sorted((output / "stacks").iterdir())}


def _seconds(root: Path, size: _Size) -> float:
    return statistics.median(_timed(root, size) for _ in range(_RUNS))


def _timed(root: Path, size: _Size) -> float:
    started = time.monotonic()
    _synthesize(root, size)
    return time.monotonic() - started


def _synthesize(root: Path, size: _Size) -> Path:
    """Read the files and synthesize, in a process of its own, as `cdktf synth` does."""
    key = f"{size.consumers}-{size.models}-{size.grants}-{size.teams}"
    environments, output = root / key / "environments", root / key / "cdktf.out"
    if not environments.exists():
        write_large_environment(
            environments, consumers=size.consumers, models=size.models, grants=size.grants, teams=size.teams
        )
    subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(environments), str(output)],
        cwd=ROOT,
        env=tool_environment({}),
        check=True,
    )
    return output
