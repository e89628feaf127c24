"""A large environment stays in stacks that Terraform plans quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.app import build_app
from stacks.environment_files import EnvironmentFiles
from tools.benchmark.large_environment import LargeEnvironment
from tools.benchmark.size import LARGE, STANDARD, Size
from tools.synthesized_stack import count_resources

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.unit, pytest.mark.slow]


def resources(folder: Path, size: Size) -> dict[str, int]:
    """Synthesize an environment with teams; return the resources of each stack."""
    LargeEnvironment(folder / "environments", size).write()
    environments = EnvironmentFiles(folder / "environments").load_all()
    build_app(environments, outdir=folder / "cdktf.out").synth()
    return {path.name: count_resources(path) for path in (folder / "cdktf.out" / "stacks").iterdir()}


@pytest.mark.parametrize("size", [STANDARD, pytest.param(LARGE, marks=pytest.mark.long)], ids=str)
def test_no_stack_is_too_large(size: Size, tmp_path: Path) -> None:
    """With 2,000 grants, too, no stack has over 700 resources, each team has its own, and a consumer costs four."""
    counts = resources(tmp_path, size)
    assert len(counts) == size.teams + 2
    assert max(counts.values()) <= 700
    assert counts["large-team-team-5"] == 4 * 50 + 1  # the stack's memory of its client ids
