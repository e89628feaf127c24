"""The Terraform JSON of the project's environments, as it was reviewed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.project.checkout import ROOT

__all__ = ["stacks_of"]

_SNAPSHOTS = ROOT / "tests" / "unit" / "stacks" / "__snapshots__" / "test_stack_snapshots"


def stacks_of(name: str) -> dict[str, dict[str, object]]:
    """Return the reviewed Terraform JSON of an environment's stacks, by their names."""
    prefix = f"test_stacks_match_their_snapshots[{name}]["
    paths = [path for path in _SNAPSHOTS.iterdir() if path.name.startswith(prefix)]
    return {Path(path.name.removeprefix(prefix)).stem.rstrip("]"): json.loads(path.read_text()) for path in paths}
