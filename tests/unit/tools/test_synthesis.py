"""The app, run by a command."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import psutil
import pytest

from constructs_lib.bindings import progress
from stacks.repository import REPOSITORY_VARIABLE
from tools.errors import ToolError
from tools.synthesis import Synthesis, begun, synthesize

pytestmark = [pytest.mark.unit, pytest.mark.slow]


ENDING = """\
keycloak: {{url: 'http://127.0.0.1:8080'}}
realm: {{name: ml}}
api: {{client_id: my-api}}
gateway: {{upstream: http://127.0.0.1:9000, presets: [envoy]}}
models: {{fraud: {{}}}}
consumers:
  trial: {{grants: {{fraud: {{actions: [predict], until: {}, reason: a trial of the new model}}}}}}
"""


def apps() -> list[psutil.Process]:
    """Return the apps that this process has started."""
    names = {"main.py", "tools.kept_synthesis.app"}
    return [child for child in psutil.Process().children() if names & {*child.cmdline()}]


def warnings(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what the app has warned of; how long it took, a slow machine says too."""
    return [line for line in capsys.readouterr().err.splitlines() if line.startswith("warning: ")]


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


@pytest.mark.parametrize("reuses", [True, False])
def test_nothing_is_kept_beside_a_run_that_keeps_nothing(wrong: dict[str, str], *, reuses: bool) -> None:
    """It may have written after another run did, which began later and vouches for what there is."""
    folder = Path(wrong[REPOSITORY_VARIABLE], ".cache", "synthesis")
    with begun(wrong, reuses=reuses):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("running", "kept.json"):
            (folder / name).write_text("another run's")
    assert {path.name for path in folder.iterdir()} <= {"watched.json"}


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


def test_nothing_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While nothing has changed the app does not run again, and says the same; once something has, it does."""
    file = tmp_path / "environments" / "dev.yaml"
    file.parent.mkdir()
    last_day = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=7)
    file.write_text(ENDING.format(last_day))
    variables = {**os.environ, REPOSITORY_VARIABLE: str(tmp_path), "CI": ""}
    with begun(variables, reuses=True) as synthesis:
        assert apps()
        synthesis.finish()
    (first,) = warnings(capsys)
    assert f"ends on {last_day}" in first
    with begun(variables, reuses=True) as synthesis:
        assert not apps()
        synthesis.finish()
    assert warnings(capsys) == [first]
    with begun({**variables, "REPLAN": "1"}, reuses=True):
        assert apps()
    file.write_text(file.read_text().replace("trial:", "other:"))
    for is_run in (True, False):
        with begun(variables, reuses=True) as synthesis:
            assert bool(apps()) == is_run
            synthesis.finish()
