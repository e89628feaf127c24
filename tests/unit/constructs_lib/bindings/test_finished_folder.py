"""A folder that a step filled is finished as long as every file is as that step left it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from constructs_lib.bindings.finished_folder import damage_of, is_finished, is_whole, mark_finished

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.unit

BEFORE_NS = 1_700_000_000_000_000_000


def _no_longer_a_file(folder: Path) -> None:
    (folder / "run").unlink()
    os.mkfifo(folder / "run")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A finished folder with a program, a link to it and one to nothing, and a file in a linked folder."""
    made = tmp_path / "made"
    (made / "lib").mkdir(parents=True)
    (made / "lib" / "data").write_bytes(b"x" * 100)
    (made / "empty").touch()
    (made / "run").write_text("#!/bin/sh\n")
    (made / "run").chmod(0o755)
    (made / "link").symlink_to("run")
    (made / "nowhere").symlink_to("absent")
    (made / "folder").symlink_to("lib")
    for file in ("lib/data", "empty", "run"):
        os.utime(made / file, ns=(BEFORE_NS, BEFORE_NS))
    mark_finished(made, "1")
    return made


def test_as_it_was(folder: Path) -> None:
    """A folder that nobody touched is finished under its key alone."""
    assert is_finished(folder, "1")
    assert is_whole(folder)
    assert not is_finished(folder, "2")
    assert not is_finished(folder / "absent", "1")


@pytest.mark.parametrize(
    ("damage", "file"),
    [
        (lambda folder: (folder / "lib" / "data").unlink(), "lib/data"),
        (lambda folder: shutil.rmtree(folder / "lib"), "lib/data"),
        (lambda folder: os.truncate(folder / "lib" / "data", 50), "lib/data"),
        (lambda folder: os.truncate(folder / "lib" / "data", 0), "lib/data"),
        (lambda folder: (folder / "lib" / "data").write_bytes(b"x" * 99 + b"y"), "lib/data"),
        (lambda folder: (folder / "empty").write_text("no longer"), "empty"),
        (lambda folder: (folder / "run").chmod(0o644), "run"),
        (lambda folder: (folder / "run").rename(folder / "gone"), "run"),
        (lambda folder: (folder / "link").unlink(), "link"),
        (_no_longer_a_file, "run"),
        (lambda folder: [(folder / "folder").unlink(), (folder / "folder").mkdir()], "folder"),
    ],
)
def test_damaged(folder: Path, damage: Callable[[Path], object], file: str) -> None:
    """Whatever a file lost, content of the same size included, is found and named."""
    damage(folder)
    assert not is_finished(folder, "1")
    assert not is_whole(folder)
    assert damage_of(folder) == file


@pytest.mark.parametrize("keep", [0, 1, 40, -1])
def test_record_that_was_cut_short(folder: Path, keep: int) -> None:
    """It fits no folder."""
    record = folder / ".key"
    record.write_text(record.read_text()[:keep])
    assert not is_finished(folder, "1")
    assert not is_whole(folder)


def test_copied(folder: Path, tmp_path: Path) -> None:
    """A copy with other times is as good as the original, and its files are read once, not at every look."""
    copy = shutil.copytree(folder, tmp_path / "copy", symlinks=True, copy_function=shutil.copy)
    before = (copy / ".key").read_bytes()
    assert is_finished(copy, "1")
    after = (copy / ".key").read_bytes()
    assert after != before
    assert is_finished(copy, "1")
    assert (copy / ".key").read_bytes() == after


def test_what_users_of_the_folder_write(folder: Path) -> None:
    """Compiled modules, caches and new files are no damage."""
    for name in ("lib/__pycache__", ".cache"):
        (folder / name).mkdir()
        (folder / name / "x").write_text("1")
    mark_finished(folder, "1")
    for name in ("lib/__pycache__", ".cache"):
        (folder / name / "x").write_text("changed")
    (folder / "new").touch()
    assert is_finished(folder, "1")


def test_folder_of_an_earlier_version(folder: Path) -> None:
    """One that has the key alone is taken as it is, and watched from then on."""
    (folder / ".key").write_text("1")
    assert not is_finished(folder, "2")
    assert is_finished(folder, "1")
    (folder / "lib" / "data").unlink()
    assert not is_finished(folder, "1")
