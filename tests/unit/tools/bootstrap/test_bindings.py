"""When the bindings are built anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.bindings.cdk import CDKTF
from constructs_lib.bindings.generator import bindings_key
from tools.bootstrap.bindings import bindings_are_built
from tools.bootstrap.keyed_folder import mark

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_another_provider_version(tmp_path: Path) -> None:
    """Each version of the provider has bindings of its own, and unfinished ones do not count."""
    (tmp_path / "4.5.0").mkdir()
    assert not bindings_are_built(CDKTF, "4.5.0", tmp_path)
    mark(tmp_path / "4.5.0", bindings_key(CDKTF, "4.5.0"))
    assert bindings_are_built(CDKTF, "4.5.0", tmp_path)
    assert not bindings_are_built(CDKTF, "5.9.0", tmp_path)
