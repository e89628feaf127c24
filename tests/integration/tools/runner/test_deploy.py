"""`deploy`, `diff` and `destroy` of an environment with teams, as its declaration changes and as things go wrong."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from tests.support.project.checkout import ROOT
from tests.support.project.declared import Declared, team

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

_AT_ONCE = 10  # requests of one Terraform
_PATIENCE_S = 120.0


@pytest.fixture(scope="module")
def repository(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Declared]:
    """One environment, in a realm of this file's own."""
    declared = Declared.in_folder("runner", tmp_path_factory.mktemp("runner"), keycloak)
    yield declared
    declared.remove_realm()


@pytest.fixture(scope="module")
def first(repository: Declared) -> subprocess.CompletedProcess[str]:
    """Two teams, deployed."""
    repository.write(risk=team("batch", "gateway", people=True), growth=team("churn"))
    return repository.deploy()


def table(printed: str) -> dict[str, tuple[int, int, int]]:
    """Return what was added, changed and destroyed, by stack."""
    rows = re.findall(r"│ (\S+) +│ +(\d+) │ +(\d+) │ +(\d+) │", printed)
    return {name: (int(added), int(changed), int(destroyed)) for name, added, changed, destroyed in rows}


def test_first_deployment(repository: Declared, first: subprocess.CompletedProcess[str]) -> None:
    """Each stack is a line of a table; no escape code without a terminal, and a private log with the rest."""
    rows = table(first.stdout)
    assert set(rows) == {"runner", "runner-models", "runner-team-risk", "runner-team-growth"}
    assert all(added and not changed and not destroyed for added, changed, destroyed in rows.values())
    assert len((first.stdout + first.stderr).splitlines()) < 60
    assert first.stdout.splitlines()[:2] == [
        "Access: 1 other change",
        "  environment is new: 1 model, 3 consumers, 1 person",
    ]
    assert "\x1b" not in first.stdout + first.stderr
    log = repository.root / ".cache" / "logs" / "deploy-runner.log"
    assert f"{log.stat().st_mode & 0o777:o}" == "600"
    assert "runner-models | keycloak_role.Models_Role" in log.read_text()
    assert ".plan" not in {file.name for file in (repository.root / "cdktf.out" / "stacks" / "runner").iterdir()}


def test_nothing_to_do(repository: Declared, first: subprocess.CompletedProcess[str]) -> None:
    """The next deployment changes nothing, and with --changed Terraform is not even asked."""
    assert first.returncode == 0
    assert "No changes." in repository.deploy().stdout
    passed_over = repository.run("deploy", "runner", "--changed")
    assert (passed_over.returncode, "No changes." in passed_over.stdout) == (0, True), passed_over.stderr
    assert "terraform plan" not in (repository.root / ".cache" / "logs" / "deploy-runner.log").read_text()


def test_consumer_changes_its_team(repository: Declared, first: subprocess.CompletedProcess[str]) -> None:
    """It keeps its id, beside a model that is new in the same deployment; a diff says so before."""
    assert first.returncode == 0
    uuid = repository.client_uuid("batch")
    assert uuid
    repository.write(
        {"scorer": {}, "newcomer": {}},
        risk=team("gateway", people=True, newcomer=["predict"]),
        growth=team("churn", "batch"),
    )
    line = "consumer batch: moves from runner-team-risk to runner-team-growth, with its id"
    words = [
        "Access: 1 principal gains, 1 principal loses, 1 riskier change, 1 other change",
        "! consumer batch now belongs to team growth (was: team risk)",
        "  consumer gateway gains newcomer:predict (a grant of its own)",
        "  consumer gateway loses scorer:predict (was: a grant of its own); an outage if it still calls it",
        "  model newcomer is new: predict",
    ]
    shown = repository.run("diff", "runner").stdout
    assert shown.splitlines()[:5] == words, shown
    assert line in shown
    moved = repository.deploy()
    assert moved.stdout.splitlines()[:5] == words
    assert line in moved.stdout + moved.stderr
    assert "consumer gateway: loses scorer:predict; gains newcomer:predict" in moved.stdout
    assert repository.client_uuid("batch") == uuid
    repository.assert_settled()


def test_client_that_takes_anothers_name(repository: Declared, first: subprocess.CompletedProcess[str]) -> None:
    """What was one team's consumer becomes another team's application in one deployment."""
    assert first.returncode == 0
    application = {"applications": {"churn": {"redirect_uris": ["http://127.0.0.1:8888/callback"]}}}
    models: dict[str, Any] = {"scorer": {}, "newcomer": {}}
    repository.write(models, risk={**team("gateway", people=True), **application}, growth=team("batch"))
    repository.deploy()
    repository.assert_settled()


def test_team_whose_file_was_removed(repository: Declared, first: subprocess.CompletedProcess[str]) -> None:
    """Its stack is destroyed; while a person would be lost and nobody said so, that is refused."""
    assert first.returncode == 0
    repository.write({"scorer": {}}, growth=team("batch"))
    assert "person ada" not in repository.run("diff", "runner", "--team", "growth").stdout
    for answer in ((), ("--auto-approve",)):
        refused = repository.run("deploy", "runner", *answer)
        assert refused.returncode == 2
        assert "  person ada\n" in refused.stderr
        assert refused.stderr.endswith("nothing was changed: if that is meant, run this again with CONFIRM=runner\n")
    assert repository.client_uuid("gateway")
    confirmed = repository.run("deploy", "runner", "--confirm", "runner")
    assert confirmed.returncode == 0, confirmed.stdout + confirmed.stderr
    assert "person ada: destroyed" in confirmed.stdout
    assert repository.client_uuid("gateway") is None
    repository.assert_settled()


def applying(process: subprocess.Popen[str], *, by: str = "terraform") -> psutil.Process:
    """Wait until a command applies something; return that Terraform."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        for child in psutil.Process(process.pid).children(recursive=True):
            try:
                command = child.cmdline()
            except psutil.Error:
                continue
            if command[1:2] == ["apply"] and command[0].endswith(by):
                return child
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    pytest.fail("it never applied anything")


def many(number: int) -> dict[str, Any]:
    """Return a team with so many consumers that there is time to end it."""
    return team("batch", *(f"c{index}" for index in range(number)))


def test_killed_terraform(repository: Declared, first: subprocess.CompletedProcess[str]) -> None:
    """It is said in one line with exit code 1; one more deployment ends well."""
    assert first.returncode == 0
    repository.write(growth=many(20))
    process = repository.begin("deploy", "runner")
    applying(process).kill()
    _, errors = process.communicate(timeout=_PATIENCE_S)
    assert process.returncode == 1
    assert (
        "stack runner-team-growth: Terraform was killed (SIGKILL) before it was done: run the same command again"
        in errors
    )
    repository.deploy()
    repository.assert_settled()


def test_interrupted_run(repository: Declared, first: subprocess.CompletedProcess[str]) -> None:
    """Ctrl-C is handed on: Terraform saves what it made, nothing is killed, and the next deployment makes the rest."""
    assert first.returncode == 0
    repository.write(growth=many(50))
    process = repository.begin("deploy", "runner")
    applying(process)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=_PATIENCE_S)
    assert process.returncode == 130, errors
    assert "interrupted: run the same command again to go on" in errors
    again = repository.deploy()
    # Requests that were under way are broken off; Keycloak may have served them all the same. All others are saved.
    taken_over = [line for line in again.stderr.splitlines() if "takes over" in line]
    assert sum(line.count("client '") for line in taken_over) <= _AT_ONCE
    repository.assert_settled()


def test_killed_terraform_of_cdktf(repository: Declared, first: subprocess.CompletedProcess[str]) -> None:
    """`cdktf deploy`, which ends with 0 by itself, fails with a line; the runner goes on where it ended."""
    assert first.returncode == 0
    repository.write(growth=many(70))
    repository.run("diff", "runner")  # makes the secrets
    variables = dict(line.split("=", 1) for line in (repository.root / ".env").read_text().splitlines() if "=" in line)
    variables["TF_VAR_keycloak_url"] = variables["KEYCLOAK_URL"]
    os_environment = {**repository.variables, **variables}
    process = subprocess.Popen(
        [sys.executable, "-m", "tools", "cdktf", "deploy", "runner-team-growth", "--auto-approve"],
        cwd=ROOT,
        env=os_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    applying(process).kill()
    said, _ = process.communicate(timeout=_PATIENCE_S)
    assert process.returncode == 1, said
    repository.deploy()
    repository.assert_settled()


def test_destroy(repository: Declared, first: subprocess.CompletedProcess[str]) -> None:
    """Everything goes, each stack after those that are built on it; the states are empty."""
    assert first.returncode == 0
    destroyed = repository.run("destroy", "runner")
    assert destroyed.returncode == 0, destroyed.stdout + destroyed.stderr
    assert not repository.keycloak.admin.realm_exists("runner")
    assert repository.objects() == frozenset()
