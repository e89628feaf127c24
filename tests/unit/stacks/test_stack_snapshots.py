"""The synthesized JSON of each environment, for review: exactly one snapshot a stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from syrupy.extensions.json import JSONSnapshotExtension

from stacks.environment_files import EnvironmentFiles
from tests.support.synthesis import synthesize_environment

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", EnvironmentFiles().names())
def test_stack_matches_its_snapshot(name: str, snapshot: SnapshotAssertion) -> None:
    """What an environment synthesizes changes only on purpose: `make snapshot-update`, and a review."""
    assert synthesize_environment(name).json == snapshot(extension_class=JSONSnapshotExtension)
