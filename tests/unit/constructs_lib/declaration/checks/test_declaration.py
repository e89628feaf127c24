"""All rules together."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError
from tests.support.declarations.declarations import declare

pytestmark = pytest.mark.unit


def test_all_faults_are_reported_at_once_with_their_places() -> None:
    """Every fault has a line and a place of its own, in the order of the declaration."""
    declaration = declare(
        api={"client_id": "scorer", "base_url": "http://x"},
        teams={"risk": {"consumers": {"batch": {"grants": {"frud": ["predict"], "fraud": ["predict", "run"]}}}}},
    )
    with pytest.raises(DeclarationError) as caught:
        check_declaration(declaration)
    grants = ("teams", "risk", "consumers", "batch", "grants")
    assert [finding.path for finding in caught.value.findings] == [
        ("api", "base_url"),
        (*grants, "frud"),
        (*grants, "fraud", 1),
    ]
    assert len(str(caught.value).splitlines()) == 3


def test_sound_declaration_passes() -> None:
    """Nothing is raised where nothing is wrong."""
    check_declaration(declare())
