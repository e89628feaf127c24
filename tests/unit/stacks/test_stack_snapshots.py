"""The synthesized JSON of each environment, for review: exactly one snapshot a stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from syrupy.extensions.json import JSONSnapshotExtension

from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.synthesis import synthesized_once

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", EnvironmentFiles().names())
def test_stacks_match_their_snapshots(name: str, snapshot: SnapshotAssertion) -> None:
    """What an environment synthesizes changes only on purpose: `make snapshot-update`, and a review."""
    for stack, synthesized in synthesized_once(name).items():
        assert synthesized.json == snapshot(name=stack, extension_class=JSONSnapshotExtension)
