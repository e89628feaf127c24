"""The command line of set-up."""

from __future__ import annotations

import pytest

from tools.bootstrap.__main__ import main

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("arguments", [["--schema", "x.json"], ["--version", "5.9.0"]])
def test_schema_without_its_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A schema says nothing of its version, so both are given or neither."""
    assert main(["bindings", *arguments]) == 2
    assert capsys.readouterr().err == "--schema and --version belong together: give both or neither\n"


def test_schema_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """A schema file that does not exist is named before anything is built."""
    assert main(["bindings", "--schema", "absent.json", "--version", "5.9.0"]) == 2
    assert capsys.readouterr().err == "--schema absent.json: no such file\n"
