"""What a first start that was killed leaves is cleared; what a server that was ready holds never is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.keycloak.first_start import begin, clear_cut_short, end

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def _start(home: Path, said: str = "Initializing database schema") -> None:
    begin(home)
    (home / "data" / "h2").mkdir(parents=True, exist_ok=True)
    (home / "log").write_text(said)


def test_a_first_start_that_was_killed(tmp_path: Path) -> None:
    """Its database goes, once."""
    _start(tmp_path)
    assert clear_cut_short(tmp_path, tmp_path / "log")
    assert not (tmp_path / "data").exists()
    assert not clear_cut_short(tmp_path, tmp_path / "log")


def test_killed_before_there_was_a_database(tmp_path: Path) -> None:
    """Then there is nothing to clear, and nothing to say."""
    begin(tmp_path)
    assert not clear_cut_short(tmp_path, tmp_path / "log")


def test_a_server_that_was_ready(tmp_path: Path) -> None:
    """Its data stays, whatever becomes of a later start."""
    _start(tmp_path)
    end(tmp_path)
    _start(tmp_path)
    assert not clear_cut_short(tmp_path, tmp_path / "log")
    assert (tmp_path / "data" / "h2").is_dir()


def test_ready_while_whoever_waited_was_killed(tmp_path: Path) -> None:
    """The server's own log says that it was ready: its data may be in use since then, and stays."""
    _start(tmp_path, "Keycloak 26.7.3 on JVM (powered by Quarkus 3.33.3.1) started in 12.4s. Listening on: http://…")
    assert not clear_cut_short(tmp_path, tmp_path / "log")
    assert (tmp_path / "data" / "h2").is_dir()


def test_data_of_an_earlier_version(tmp_path: Path) -> None:
    """A folder without any note is one that was ready."""
    (tmp_path / "data" / "h2").mkdir(parents=True)
    assert not clear_cut_short(tmp_path, tmp_path / "log")
    assert (tmp_path / "data" / "h2").is_dir()
