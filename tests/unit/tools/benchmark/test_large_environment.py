"""A large environment stays in stacks that Terraform plans quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.app import build_app
from stacks.environment_files import EnvironmentFiles
from tools.benchmark.large_environment import LargeEnvironment
from tools.benchmark.size import LARGE
from tools.synthesized_stack import count_resources

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.unit, pytest.mark.slow]


def resources(folder: Path) -> dict[str, int]:
    """Synthesize 1,000 consumers, 200 models and 20 teams; return the resources of each stack."""
    LargeEnvironment(folder / "environments", LARGE).write()
    environments = EnvironmentFiles(folder / "environments").load_all()
    build_app(environments, outdir=folder / "cdktf.out").synth()
    return {path.name: count_resources(path) for path in (folder / "cdktf.out" / "stacks").iterdir()}


def test_no_stack_is_too_large(tmp_path: Path) -> None:
    """With 2,000 grants no stack has over 700 resources, each team has its own, and a consumer costs four."""
    counts = resources(tmp_path)
    assert len(counts) == 22
    assert max(counts.values()) <= 700
    assert counts["large-team-team-7"] == 4 * 50 + 1  # the stack's memory of its client ids
