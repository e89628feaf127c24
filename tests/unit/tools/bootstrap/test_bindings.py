"""When the bindings are built anew."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tools.bootstrap.bindings import bindings_are_built, bindings_key
from tools.bootstrap.keyed_folder import mark

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("tool", ["cdktf", "cdktf-cli", "constructs", "jsii", "jsii-pacmak", "typescript"])
def test_another_tool_version(tool: str, tmp_path: Path) -> None:
    """Another version of a tool that writes them makes another key."""
    shutil.copy(ROOT / "package.json", tmp_path)
    before = bindings_key("4.5.0", tmp_path)
    package = json.loads((tmp_path / "package.json").read_text())
    package["devDependencies"][tool] = "99.0.0"
    (tmp_path / "package.json").write_text(json.dumps(package))
    assert bindings_key("4.5.0", tmp_path) != before == bindings_key("4.5.0")


def test_another_provider_version(tmp_path: Path) -> None:
    """Each version of the provider has bindings of its own, and unfinished ones do not count."""
    (tmp_path / "4.5.0").mkdir()
    assert not bindings_are_built("4.5.0", tmp_path)
    mark(tmp_path / "4.5.0", bindings_key("4.5.0"))
    assert bindings_are_built("4.5.0", tmp_path)
    assert not bindings_are_built("5.9.0", tmp_path)
