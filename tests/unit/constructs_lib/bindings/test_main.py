"""The command line of the generator: what is refused before anything is installed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from constructs_lib.bindings import __main__ as command
from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

VERSION = ["--provider-version", "5.9.0"]
NO_SCHEMA = "must be what terraform providers schema -json prints"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--provider-version", "5"], "--provider-version must be an exact version such as 4.5.0, got '5'"),
        (
            ["--provider-version", "4.4.0"],
            "--provider-version 4.4.0: the constructs need 4.5.0 or newer, and older than 6.0.0",
        ),
        (
            ["--provider-version", "6.0.0"],
            "--provider-version 6.0.0: the constructs need 4.5.0 or newer, and older than 6.0.0",
        ),
        ([*VERSION, "--schema", "absent.json"], "--schema absent.json: No such file or directory"),
        ([*VERSION, "--schema", "text.json"], f"--schema text.json: {NO_SCHEMA}"),
        ([*VERSION, "--schema", "list.json"], f"--schema list.json: {NO_SCHEMA}, with keycloak/keycloak in it"),
        ([*VERSION, "--schema", "other.json"], f"--schema other.json: {NO_SCHEMA}, with keycloak/keycloak in it"),
    ],
)
def test_refused(
    arguments: list[str],
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A wrong argument is one line and exit code 2, and nothing is written."""
    for name, text in {
        "text.json": "# no JSON",
        "list.json": "[]",
        "other.json": '{"provider_schemas": {"registry.terraform.io/hashicorp/vault": {}}}',
    }.items():
        (tmp_path / name).write_text(text)
    before = sorted(tmp_path.iterdir())
    monkeypatch.chdir(tmp_path)
    assert command.main([*arguments, "--node-folder", "node", "--output", "wheels"]) == 2
    assert capsys.readouterr() == ("", f"{line}\n")
    assert sorted(tmp_path.iterdir()) == before


def test_wrong_variable(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A variable `CDK` that names none is refused likewise."""
    monkeypatch.setenv("CDK", "awscdk")
    assert command.main(VERSION) == 2
    assert capsys.readouterr().err == "CDK must be cdktf or cdktn, got 'awscdk'\n"


def test_no_pip(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A Python without pip is told of the way that does without it."""
    monkeypatch.setattr(command, "find_spec", lambda _name: None)
    assert command.main([*VERSION, "--cdk", "cdktf"]) == 2
    assert capsys.readouterr().err == (
        "this Python has no pip to build a wheel with: add --source, and build the folder it prints\n"
    )


def test_npm_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A machine without npm is told so in one line, after the step that failed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert command.main([*VERSION, "--cdk", "cdktf", "--source", "--node-folder", str(tmp_path / "node")]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "Installing the cdktf CLI and Node: npm is not on PATH"


def test_standard_library_alone() -> None:
    """The generator needs nothing that is installed: set-up runs it first."""
    script = (
        f"import sys; sys.path.insert(0, '{ROOT}'); import tools.bootstrap.__main__, constructs_lib.bindings.__main__"
    )
    finished = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False)
    assert finished.stderr == ""
