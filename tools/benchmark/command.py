"""`make benchmark`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from tools.benchmark.contest import Contest
from tools.benchmark.own_keycloak import own_keycloak
from tools.benchmark.report import print_result, results_table
from tools.benchmark.size import LARGE, STANDARD
from tools.benchmark.synthesis import benchmark_synthesis
from tools.project import require_product

if TYPE_CHECKING:
    from tools.benchmark.contest import Result

__all__ = ["benchmark"]

_WIDTH = 160


def benchmark(*, large: bool) -> None:
    """Deploy one declaration by us, as plain HCL and by direct calls, and print what each costs, as ratios of this run.

    A Keycloak of its own is started for it, and removed with its data, the states and the realms.

    Args:
        large: A large company's declaration, and deployment alone; otherwise what synthesis costs is printed too.

    Raises:
        ToolError: A command fails, or `ENVIRONMENTS` names another repository (exit 2).
    """
    require_product(os.environ, "make benchmark")
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH  # a table in a log is not cut to 80 columns
    if not large:
        benchmark_synthesis(console)
    size = LARGE if large else STANDARD
    results: list[Result] = []
    try:
        with tempfile.TemporaryDirectory() as folder, own_keycloak(Path(folder)) as server:
            contest = Contest(Path(folder), server, size)
            contest.warm_up()
            for result in contest.results():
                print_result(console, result)
                results.append(result)
    finally:  # whatever fails late, minutes of measuring are not lost
        if {"HCL", "REST"} <= {result.who for result in results}:
            console.print(results_table(size, results))
