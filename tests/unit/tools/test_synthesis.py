"""The app, run by a command."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import psutil
import pytest

from constructs_lib.bindings import progress
from stacks.repository import REPOSITORY_VARIABLE
from tools.errors import ToolError
from tools.synthesis import Synthesis, begun, synthesize

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.unit, pytest.mark.slow]


def apps() -> list[psutil.Process]:
    """Return the apps that this process has started."""
    return [child for child in psutil.Process().children() if "main.py" in child.cmdline()]


def refuse() -> None:
    """Fail while the app runs."""
    assert apps()
    raise ToolError("no team")


@pytest.fixture
def wrong(tmp_path: Path) -> dict[str, str]:
    """The process environment of a repository whose only file is wrong."""
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "dev.yaml").write_text("realm: {name: ml}\nkeycloak: {}\n")
    return {**os.environ, REPOSITORY_VARIABLE: str(tmp_path)}


def test_wrong_file(wrong: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong with a file is told by its line; it is bad input, and nothing else is said."""
    with pytest.raises(ToolError, match=r"dev\.yaml:2: ") as caught:
        synthesize(wrong)
    assert caught.value.exit_code == 2
    assert capsys.readouterr().err == ""


def test_other_fault_meanwhile(wrong: dict[str, str]) -> None:
    """Where whoever started the app fails first, that is what is told, and the app has ended."""
    with pytest.raises(ToolError, match="no team"), begun(wrong):
        refuse()
    assert not apps()


@pytest.mark.parametrize("refused", [True, False])
def test_refusal_is_all_that_is_said(
    *, refused: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing comes without a step that is done, and without warnings, before it."""
    monkeypatch.setattr(progress, "_AT_ONCE", 0.0)

    def check() -> None:
        if refused:
            raise ToolError("set KEYCLOAK_URL", exit_code=2)

    app = [sys.executable, "-c", "import sys; print('warning: x', file=sys.stderr)"]
    outcome = pytest.raises(ToolError, match=r"^set KEYCLOAK_URL$") if refused else nullcontext()
    with subprocess.Popen(app, stderr=subprocess.PIPE, text=True) as process, outcome:
        Synthesis(process).finish(check=check)
    said = capsys.readouterr().err
    assert (said == "") == refused
    assert refused or said.startswith("Synthesizing the stacks: done in ")
