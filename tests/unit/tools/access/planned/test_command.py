"""`access diff --plan`: which files it takes, whose environment they are of, and what it refuses in one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from stacks.environment import Environment
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.prepared_changes import BASE, CHANGES
from tools.access.commands import app
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.unit, pytest.mark.slow]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JSON of a plan in which a person leaves a group."""
    change = next(each for each in CHANGES if each.name == "left-group")
    planned = PlannedChange.of(
        "prepared", Environment.model_validate(BASE), Environment.model_validate(change.of(BASE))
    )
    file = tmp_path_factory.mktemp("plans") / "prepared.json"
    file.write_text(json.dumps(planned.documents["prepared"]), encoding="utf-8")
    return file


def run(*arguments: object, exit_code: int = 0) -> str:
    """Return what the command prints."""
    result = CliRunner().invoke(app, ["diff", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result.output


LINE = "person alan loses fraud-detector:predict (was: group analysts)"


def test_as_text(plan: Path) -> None:
    """The environment is called as the stack that holds the realm."""
    assert run("--plan", plan) == f"prepared: 1 principal loses\n  {LINE}\n"


def test_as_markdown(plan: Path) -> None:
    """A comment says whose plans it is about."""
    assert run("--plan", plan, "--format", "markdown").startswith("### Access: plan of prepared\n")


def test_stops_a_pipeline(plan: Path) -> None:
    """What is asked for by --fail-on ends in 3."""
    assert LINE in run("--plan", plan, "--fail-on", "loss", exit_code=3)
    assert LINE in run("--plan", plan, "--fail-on", "gain")


def test_refused(plan: Path, tmp_path: Path) -> None:
    """What cannot be compared is said in one line, with exit code 2."""
    folder = tmp_path / "other"
    folder.mkdir()
    same, empty, state = folder / "prepared.json", tmp_path / "empty", tmp_path / "state.json"
    same.write_bytes(plan.read_bytes())
    empty.write_bytes(b"{")
    state.write_text('{"format_version": "1.0", "values": {}}', encoding="utf-8")
    missing = tmp_path / "missing"
    cases = {
        ("--plan", plan, "main"): "name what is compared, or plans by --plan, and not both",
        (): "name what is compared, or plans by --plan, and not both",
        ("--plan", plan, "--plan", same): f"{same}: {plan} is a plan of stack 'prepared' too: give one of them",
        ("--plan", missing): f"{missing}: cannot be read: No such file or directory",
        ("--plan", empty): f"{empty}: it is not a plan: write it with terraform plan -out=FILE",
        (
            "--plan",
            state,
        ): f"{state}: it is not a plan in Terraform's JSON format 1: write it with terraform show -json",
    }
    for arguments, message in cases.items():
        with pytest.raises(ToolError) as refusal:
            run(*arguments)
        assert (str(refusal.value), refusal.value.exit_code) == (message, 2)


def test_owners_of_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment's files tell whose models they are; where those are wrong, it is said that nobody knows."""
    demo = EnvironmentFiles().load("demo")
    data = demo.model_dump()
    data["teams"]["risk"]["people"]["grace"]["groups"] = ("risk-analysts",)
    planned = PlannedChange.of("demo", Environment.model_validate(data), demo)
    files = [tmp_path / f"{name}.json" for name in planned.documents]
    for file in files:
        file.write_text(json.dumps(planned.documents[file.stem]), encoding="utf-8")
    plans = [argument for file in files for argument in ("--plan", file)]
    assert "first access of team risk to models of growth" in run(*plans)
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "demo.yaml").write_text("realm: 1", encoding="utf-8")
    monkeypatch.setenv("ENVIRONMENTS", str(tmp_path))
    said = run(*plans)
    assert "first access" not in said
    assert "environment 'demo': its files cannot be read, so that nothing is said of whose models these are\n" in said
