"""What styles say that they were checked against."""

from __future__ import annotations

import pytest

from constructs_lib.gateways.styles import STYLES
from tests.support.project.pins import pinned_versions, versions_in

pytestmark = pytest.mark.unit


def test_versions_are_those_that_tests_install() -> None:
    """Each style but one's own names what it was checked against, and each version of a package is a pinned one."""
    pinned = pinned_versions()
    for name, style in STYLES.items():
        assert bool(style.checked) == (name != "custom"), name
        assert versions_in(style.checked) <= pinned, name
