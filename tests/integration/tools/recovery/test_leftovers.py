"""States that Terraform could not save, or not to the end, are taken up by a real Terraform."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from stacks.repository import Repository
from tools.recovery.leftovers import Leftovers
from tools.runner.initialization import initialize
from tools.runner.log import RunLog
from tools.runner.processes import Processes
from tools.runner.stacks import Stack
from tools.runner.terraform import Terraform, TerraformRuns

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration


def _terraform(root: Path) -> Terraform:
    folder = root / "cdktf.out" / "stacks" / "dev"
    folder.mkdir(parents=True)
    body = {
        "terraform": {"backend": {"local": {"path": "../../../terraform.dev.tfstate"}}},
        "resource": {"terraform_data": {"one": {"input": "1"}, "two": {"input": "2"}}},
    }
    (folder / "cdk.tf.json").write_text(json.dumps(body))
    log = RunLog(Repository(root), "run")
    runs = TerraformRuns({**os.environ, "CHECKPOINT_DISABLE": "1"}, Processes(lambda _: None), log)
    return Terraform(Stack("dev", folder), runs)


@pytest.fixture
def applied(tmp_path: Path) -> Terraform:
    """A stack that was applied twice, so that there is a backup of its state."""
    terraform = _terraform(tmp_path)
    terraform.init()
    for _ in range(2):
        terraform.plan("-replace=terraform_data.one")
        terraform.apply()
    return terraform


def _plan(terraform: Terraform, told: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    leftovers = Leftovers({}, told.append)
    leftovers.before_init(terraform.stack.folder)
    initialize(terraform)
    leftovers.after_init(terraform)
    return [(change.address, change.actions) for change in terraform.plan().changes]


def _errored(terraform: Terraform, *, serial: int) -> Path:
    """Leave what Terraform leaves when it cannot save: here, a state in which one resource is gone."""
    state: dict[str, Any] = terraform.pull() or {}
    state["serial"] += serial
    state["resources"] = [resource for resource in state["resources"] if resource["name"] == "two"]
    file = terraform.stack.folder / "errored.tfstate"
    file.write_text(json.dumps(state))
    return file


def test_state_that_could_not_be_saved(applied: Terraform) -> None:
    """What Terraform left for a later `state push` is pushed, and the plan is made of it."""
    told: list[str] = []
    file = _errored(applied, serial=1)
    assert _plan(applied, told) == [("terraform_data.one", ("create",))]
    assert told == ["stack dev: saved the state that an earlier run could not save"]
    assert not file.exists()


def test_state_that_somebody_saved_since(applied: Terraform) -> None:
    """A newer one is never overwritten: the old one is set aside, and a line says so."""
    told: list[str] = []
    file = _errored(applied, serial=-1)
    assert _plan(applied, told) == []
    assert told == [
        "stack dev: the state was saved since errored.tfstate was left, which is now errored.tfstate.outdated"
    ]
    assert not file.exists()


@pytest.mark.parametrize("size", [0, 100])
def test_state_that_was_cut_short(applied: Terraform, tmp_path: Path, size: int) -> None:
    """The backup, of before the last run, takes its place; Terraform goes on from there."""
    told: list[str] = []
    state = tmp_path / "terraform.dev.tfstate"
    os.truncate(state, size)
    assert _plan(applied, told) == []
    assert told == [
        "stack dev: the state was cut short, and is now terraform.dev.tfstate.damaged: its backup takes its place"
    ]


def test_lock_of_a_terraform_that_was_killed(applied: Terraform, tmp_path: Path) -> None:
    """What it wrote about its lock stops nobody: the lock itself ended with it."""
    info = tmp_path / ".terraform.dev.tfstate.lock.info"
    info.write_text(json.dumps({"ID": "1", "Operation": "OperationTypeApply", "Who": "me@here", "Version": "1.11.4"}))
    assert _plan(applied, []) == []
    assert not info.exists()
