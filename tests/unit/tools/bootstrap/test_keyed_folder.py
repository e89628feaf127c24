"""A folder is there as a whole or not at all."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tools.bootstrap.keyed_folder import exclusive, has_key, mark, replacing

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_interrupted_build_keeps_the_old(tmp_path: Path) -> None:
    """An error in the middle leaves the finished folder and nothing beside it."""
    folder = tmp_path / "built"
    with replacing(folder, "1") as part:
        (part / "file").write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(folder, "2") as part:
        (part / "file").write_text(str(1 // 0))
    assert has_key(folder, "1")
    assert (folder / "file").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["built"]


def test_killed_build_is_cleared(tmp_path: Path) -> None:
    """What a killed run left goes when the next one starts."""
    (tmp_path / ".built.part-x" / "new").mkdir(parents=True)
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "stray").touch()
    assert not has_key(tmp_path / "built", "1")
    with replacing(tmp_path / "built", "1") as part:
        assert list(part.iterdir()) == []
    assert has_key(tmp_path / "built", "1")
    assert not (tmp_path / "built" / "stray").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["built"]


def test_one_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who comes second says that it waits, and goes on when the first is done."""
    inside = threading.Event()
    told = threading.Event()

    def first() -> None:
        with exclusive(tmp_path / "built"):
            inside.set()
            told.wait()

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait()
    threading.Timer(0.2, told.set).start()
    with exclusive(tmp_path / "built"):
        thread.join()
    assert capsys.readouterr().err.splitlines()[0] == "Waiting for another process that fills built ... 0 s"


def test_another_key(tmp_path: Path) -> None:
    """A folder that was finished under another key does not count."""
    mark(tmp_path, "1")
    assert not has_key(tmp_path, "2")
    assert not has_key(tmp_path / "absent", "1")
