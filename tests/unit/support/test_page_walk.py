"""How tests walk through a page: what fails on it is found."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.project.page_walk import Block, Shell, blocks_of, unshown

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_line_that_is_not_printed_is_found() -> None:
    """Lines must be there as a whole and in order; `…` stands for any text."""
    assert unshown("200\nRBAC: … denied\n", "200\nRBAC: access denied\n403\n") == []
    assert unshown("200\n", "2000\n") == ["200"]
    assert unshown("200\n403\n", "403\n200\n") == ["403"]


def test_command_that_fails_is_found(tmp_path: Path) -> None:
    """The first one ends the walk, with what was printed."""
    with Shell.open(tmp_path, os.environ) as shell:
        shell.type("mkdir below; cd below; name=value")
        assert shell.folder == str(tmp_path / "below")
        assert shell.type('echo "$name"').strip() == "value"
        with pytest.raises(AssertionError, match=r"failed:\nbefore\n$"):
            shell.type("echo before; false\necho after")


def test_change_of_a_file() -> None:
    """A diff replaces its lines where they are, and fails where they are not."""
    (block,) = blocks_of("Text\n\n```diff\n# a.yaml\n   x:\n+    new: 1\n-    old: 2\n```\n")
    assert block.file == "a.yaml"
    assert block.changed("a:\n  x:\n    old: 2\n") == "a:\n  x:\n    new: 1\n"
    with pytest.raises(AssertionError, match=r"a\.yaml does not have"):
        block.changed("a:\n")


def test_file_needs_a_name() -> None:
    """A file's first line says where it is saved."""
    with pytest.raises(AssertionError, match="must name the file"):
        assert Block("yaml", "a: 1\n").file
