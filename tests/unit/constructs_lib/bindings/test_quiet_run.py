"""A failing command becomes one line; its output is in the log."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from constructs_lib.bindings.quiet_run import run_quietly
from constructs_lib.bindings.step_error import MissingCommandError, StepError

pytestmark = pytest.mark.unit

_FULL_DISK = Path("/dev/full")
needs_full_disk = pytest.mark.skipif(not _FULL_DISK.exists(), reason="only Linux has /dev/full, a disk that is full")


def _fault(script: str, log: Path) -> str:
    with pytest.raises(StepError) as raised:
        run_quietly(["sh", "-c", script], "Building", os.environ, log)
    return str(raised.value)


def test_command_is_not_there(tmp_path: Path) -> None:
    """A command that is not on PATH is named."""
    with pytest.raises(MissingCommandError) as raised:
        run_quietly(["go"], "Building", {"PATH": str(tmp_path)}, tmp_path / "log")
    assert str(raised.value) == "Building: go is not on PATH"


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("", "it printed nothing"),
        ("one\ntwo\n", "two"),
        ("downloading\nerror: no such host\nbye\n", "error: no such host"),
        ("npm error code E404\nnpm error\nnpm error A complete log of this run is in x\n", "npm error code E404"),
        ("│ \033[31mError:\033[0m no registry\n╵\n", "Error: no registry"),
    ],
)
def test_last_meaningful_line(output: str, line: str, tmp_path: Path) -> None:
    """The line that tells the fault is shown, with the exit code and the log."""
    (tmp_path / "output").write_text(output)
    log = tmp_path / "log"
    expected = f"Building failed (exit code 3): {line}; the whole output is in {log}"
    assert _fault(f"cat {tmp_path}/output >&2; exit 3", log) == expected
    assert log.read_text() == output


def test_missing_provider_is_answered_with_a_way_out(tmp_path: Path) -> None:
    """Where neither a registry nor a mirror has the provider, the line says what to do, whatever the last line is."""
    output = "Error: Failed to query available provider packages\\nError: non-zero exit code 1"
    shown = _fault(f"printf '{output}'; exit 1", tmp_path / "log")
    assert "let TF_CLI_CONFIG_FILE name a mirror that holds it, or pass --schema FILE with its schema" in shown


@needs_full_disk
def test_command_fills_the_disk(tmp_path: Path) -> None:
    """A command that finds the disk full leads to one line that says to run again."""
    expected = f"Building: the disk is full ({tmp_path}): free some space and run the same command again"
    assert _fault("cp /bin/sh /dev/full", tmp_path / "log") == expected


@needs_full_disk
def test_log_fills_the_disk() -> None:
    """A log that cannot be written is a full disk too."""
    expected = "Building: the disk is full (/dev): free some space and run the same command again"
    assert _fault("echo data", _FULL_DISK) == expected


def test_output_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a command prints goes to its log and to the caller, not to the screen."""
    log = tmp_path / "logs" / "log"
    assert run_quietly(["sh", "-c", "echo one; echo two >&2"], "Building", os.environ, log) == "one\ntwo"
    assert log.read_text() == "one\ntwo\n"
    assert "one\n" not in "".join(capsys.readouterr())


def test_runs_where_it_is_told(tmp_path: Path) -> None:
    """The working folder is the one that is given."""
    assert run_quietly(["pwd"], "Building", os.environ, tmp_path / "log", cwd=tmp_path) == str(tmp_path)
