"""A real Terraform whose local state is served to it, beside others that read and write the same file themselves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from stacks.repository import Repository
from tests.support.project.checkout import ROOT
from tools.recovery.leftovers import Leftovers
from tools.runner.failure import StackError
from tools.runner.initialization import initialize
from tools.runner.log import RunLog
from tools.runner.processes import Processes
from tools.runner.served.stacks import ServedStacks
from tools.runner.stacks import Stack
from tools.runner.terraform import Terraform, TerraformRuns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.integration

_PATIENCE_S = 60.0
_POLL_S = 0.05
_NOW = {"TF_CLI_ARGS_plan": "-lock-timeout=0s"}
# The second one waits until it is told to go on: until then the apply lasts.
_WAIT = "until test -e ../../../go-on; do sleep 0.05; done"


def _write(root: Path, **resources: dict[str, Any]) -> Stack:
    folder = root / "cdktf.out" / "stacks" / "dev"
    folder.mkdir(parents=True, exist_ok=True)
    body = {
        "terraform": {"backend": {"local": {"path": "../../../terraform.dev.tfstate"}}},
        "resource": {"terraform_data": resources},
    }
    (folder / "cdk.tf.json").write_text(json.dumps(body))
    return Stack("dev", folder)


def runs(root: Path) -> TerraformRuns:
    """Return runs whose Terraform writes its state itself, and a served one beside."""
    variables = {**os.environ, "CHECKPOINT_DISABLE": "1"}
    plain = TerraformRuns(variables, Processes(lambda _: None), RunLog(Repository(root), "run"))

    def init(stack: Stack, more: Mapping[str, str]) -> None:
        Terraform(stack, replace(plain, environment={**variables, **more})).init()

    return replace(plain, served=ServedStacks(variables, root / ".cache" / "http-backend", init))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Terraform]:
    """Terraform in the folder of a stack of two resources, to which its state is served."""
    terraform = Terraform(_write(tmp_path, one={"input": "1"}, two={"input": "2"}), runs(tmp_path))
    initialize(terraform)
    yield terraform
    (tmp_path / "go-on").touch()
    assert terraform.runs.served
    terraform.runs.served.end(tmp_path / "cdktf.out")


@pytest.fixture
def pool(served: Terraform, tmp_path: Path) -> Iterator[ThreadPoolExecutor]:
    """Runs what is waited for later; nothing waits without end."""
    assert served.stack.folder.is_relative_to(tmp_path)
    with ThreadPoolExecutor(1) as pool:
        yield pool
        (tmp_path / "go-on").touch()


def _itself(terraform: Terraform, **more: str) -> Terraform:
    variables = {**terraform.runs.environment, **more}
    return replace(terraform, runs=replace(terraform.runs, served=None, environment=variables))


def _deploy(terraform: Terraform, *options: str) -> int:
    changes = len(terraform.plan(*options).changes)
    if changes:
        terraform.apply()
    return changes


def _state(root: Path) -> dict[str, Any]:
    state: dict[str, Any] = json.loads((root / "terraform.dev.tfstate").read_bytes())
    return state


def _slow(root: Path) -> None:
    wait = [{"local-exec": {"command": _WAIT}}]
    _write(root, one={"input": "1"}, two={"input": "2", "provisioner": wait, "depends_on": ["terraform_data.one"]})


def _await(condition: Any) -> None:  # noqa: ANN401 - what returns whether it is so
    deadline = time.monotonic() + _PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(_POLL_S)


def _waiting() -> psutil.Process | None:
    """Return the Terraform that has made the first resource and waits at the second."""
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "apply" in child.cmdline() and any(_WAIT in each.cmdline() for each in child.children(recursive=True)):
                return child
    return None


def test_both_ways_in_turn(served: Terraform, tmp_path: Path) -> None:
    """Whoever comes next finds what the other left, with one lineage and growing serials, and nothing to do."""
    itself = _itself(served)
    own = sorted(path.name for path in served.stack.folder.iterdir())
    assert _deploy(served) == 2
    first = _state(tmp_path)
    assert (_deploy(itself), _deploy(served)) == (0, 0)
    assert _deploy(itself, "-replace=terraform_data.one") == 1
    second = _state(tmp_path)
    assert (_deploy(served, "-replace=terraform_data.two"), _deploy(itself)) == (1, 0)
    third = _state(tmp_path)
    assert first["lineage"] == second["lineage"] == third["lineage"]
    assert first["serial"] < second["serial"] < third["serial"]
    backup = tmp_path / "terraform.dev.tfstate.backup"
    assert json.loads(backup.read_bytes())["serial"] == second["serial"]
    assert {file.stat().st_mode & 0o777 for file in tmp_path.glob("terraform.*")} == {0o600}
    assert sorted(path.name for path in served.stack.folder.iterdir()) == sorted({*own, ".terraform"})
    secret = served.runs.served.of(served.stack, served.data).variables["TF_HTTP_PASSWORD"]  # type: ignore[union-attr]
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and secret in path.read_text(errors="replace")]


def test_plan_of_another_run(served: Terraform, tmp_path: Path) -> None:
    """What one run saved, another one applies: where the state is served stands in no plan."""
    assert served.plan().changes
    another = replace(served, runs=runs(tmp_path))
    another.apply()
    assert another.runs.served
    another.runs.served.end(tmp_path / "cdktf.out")
    assert len(_state(tmp_path)["resources"]) == 2


def test_one_at_a_time(served: Terraform, tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    """While one applies, the other is refused, and told who it is; it waits, if it has time."""
    itself = _itself(served, **_NOW)
    for one, other in ((served, itself), (itself, replace(served, runs=runs(tmp_path)))):
        (tmp_path / "go-on").unlink(missing_ok=True)
        _slow(tmp_path)
        one.plan("-replace=terraform_data.two")
        apply = pool.submit(one.apply)
        _await(_waiting)
        impatient = replace(other, runs=replace(other.runs, environment={**other.runs.environment, **_NOW}))
        with pytest.raises(StackError) as refused:
            impatient.plan()
        text = " ".join(refused.value.lines())
        assert "Error acquiring the state lock" in text
        assert json.loads((tmp_path / ".terraform.dev.tfstate.lock.info").read_bytes())["ID"] in text
        (tmp_path / "go-on").touch()
        patient = {**other.runs.environment, "TF_CLI_ARGS_plan": "-lock-timeout=60s"}
        assert replace(other, runs=replace(other.runs, environment=patient)).plan().is_empty
        apply.result()
        if other.runs.served:
            other.runs.served.end(tmp_path / "cdktf.out")


def _names(root: Path) -> set[str]:
    return {resource["name"] for resource in _state(root)["resources"]}


def _leftovers(terraform: Terraform, told: list[str]) -> None:
    leftovers = Leftovers({}, told.append)
    leftovers.before_init(terraform.stack.folder)
    initialize(terraform)
    leftovers.after_init(terraform)


def test_runner_that_was_killed(served: Terraform, tmp_path: Path) -> None:
    """Its Terraform goes on and saves all; a run that comes meanwhile waits for it."""
    _slow(tmp_path)
    code = (
        "import sys; from pathlib import Path; from tests.integration.tools.runner.served.test_stacks import *\n"
        "root = Path(sys.argv[1]); folder = root / 'cdktf.out' / 'stacks' / 'dev'\n"
        "terraform = Terraform(Stack('dev', folder), runs(root)); terraform.plan(); terraform.apply()"
    )
    runner = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT)
    _await(_waiting)
    children = psutil.Process(runner.pid).children()
    runner.send_signal(signal.SIGKILL)
    runner.wait()
    with pytest.raises(StackError, match="plan failed"):
        replace(served, runs=replace(served.runs, environment={**served.runs.environment, **_NOW})).plan()
    (tmp_path / "go-on").touch()
    assert served.plan().is_empty
    assert _names(tmp_path) == {"one", "two"}
    psutil.wait_procs(children, _PATIENCE_S)
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


def test_server_that_was_killed(served: Terraform, tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    """What Terraform could not save lies in the stack's folder, where the next run takes it up."""
    _slow(tmp_path)
    served.plan()
    apply = pool.submit(served.apply)
    _await(_waiting)
    (server,) = (child for child in psutil.Process().children() if "served.process" in " ".join(child.cmdline()))
    server.kill()
    (tmp_path / "go-on").touch()
    with pytest.raises(StackError):
        apply.result()
    assert (served.stack.folder / "errored.tfstate").is_file()
    told: list[str] = []
    another = replace(served, runs=runs(tmp_path))
    _leftovers(another, told)
    assert another.plan().is_empty
    assert another.runs.served
    another.runs.served.end(tmp_path / "cdktf.out")
    assert told == ["stack dev: saved the state that an earlier run could not save"]
    assert not (served.stack.folder / "errored.tfstate").exists()


def test_terraform_that_is_ended(served: Terraform, tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    """Ctrl-C once saves what is done; what is killed keeps no lock."""
    for number, known in ((signal.SIGINT, {"one"}), (signal.SIGKILL, {"one"})):
        _slow(tmp_path)
        served.plan()
        apply = pool.submit(served.apply)
        _await(_waiting)
        terraform = _waiting()
        assert terraform
        terraform.send_signal(number)
        with pytest.raises(StackError):
            apply.result()
        assert known <= _names(tmp_path)
        replace(served, runs=replace(served.runs, environment={**served.runs.environment, **_NOW})).plan()
