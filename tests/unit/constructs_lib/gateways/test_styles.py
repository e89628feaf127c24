"""What styles say that they were checked against."""

from __future__ import annotations

import re

import pytest

from constructs_lib.gateways.styles import STYLES
from tests.support.project.checkout import ROOT
from tests.support.servers.models.pinned import PINS

pytestmark = pytest.mark.unit

DEMO = ROOT / "tools" / "demo" / "model-server-requirements.txt"


def test_versions_are_those_that_tests_install() -> None:
    """Each style but one's own names what it was checked against, and each version of a package is a pinned one."""
    pinned = {
        tuple(line.partition("[")[0].lower().split("==")) if "[" not in line else ()
        for file in (*PINS.glob("*.txt"), DEMO)
        for line in file.read_text(encoding="utf-8").splitlines()
    } | {("triton", "2.51.0")}  # inside nvidia-pytriton
    for name, style in STYLES.items():
        assert bool(style.checked) == (name != "custom"), name
        named = re.findall(r"([\w.-]+) (\d+\.\d+\.\d+)", style.checked.lower())
        assert set(named) <= pinned, name
