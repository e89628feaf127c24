"""State in PostgreSQL: shared, locked, and nowhere else."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from stacks.environment_files import EnvironmentFiles
from tests.support.realms.terraform_run import TerraformRun
from tests.support.servers.keycloak import provider_variables
from tests.support.servers.postgres import running_postgres
from tools.bootstrap.tool_environment import tool_environment
from tools.demo.ports import any_free_port
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stacks.environment import Environment
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

WAIT_FOR_LOCK = {"TF_CLI_ARGS_plan": "-lock-timeout=600s", "TF_CLI_ARGS_apply": "-lock-timeout=600s"}


@pytest.fixture(scope="module")
def connection() -> Iterator[str]:
    """Connection string of a PostgreSQL of this module."""
    with running_postgres(any_free_port()) as connection:
        yield connection


@pytest.fixture
def staging() -> Environment:
    """The staging environment, in a realm of this module's own."""
    environment = EnvironmentFiles().load("staging")
    realm = environment.realm.model_copy(update={"name": "staging-remote-state"})
    return environment.model_copy(update={"realm": realm})


def variables(keycloak: KeycloakServer, connection: str) -> dict[str, str]:
    """Return what an operator of staging sets."""
    secrets = ("model_serving_api_client_secret", "ml_api_tester_initial_password", "smtp_password")
    return {
        **provider_variables(keycloak),
        **{f"TF_VAR_{name}": random_secret() for name in secrets},
        **WAIT_FOR_LOCK,
        "PG_CONN_STR": connection,
    }


def new_folder(parent: Path, name: str) -> Path:
    """Return a folder of its own for one machine."""
    folder = parent / name
    folder.mkdir()
    return folder


def test_two_machines_share_one_state(
    keycloak: KeycloakServer, connection: str, staging: Environment, tmp_path: Path
) -> None:
    """What one machine applied, another plans as unchanged; no state file is left on either."""
    settings = variables(keycloak, connection)
    first, second = (TerraformRun(new_folder(tmp_path, name), settings, name="staging") for name in ("first", "second"))
    first.apply(staging)
    assert second.plan(staging) == []
    second.destroy()
    assert not keycloak.admin.realm_exists("staging-remote-state")
    # Terraform keeps its backend's settings, and no resource, in .terraform/terraform.tfstate.
    assert [path for path in tmp_path.rglob("*.tfstate") if path.parent.name != ".terraform"] == []


def test_connection_string_is_not_synthesized(
    keycloak: KeycloakServer, connection: str, staging: Environment, tmp_path: Path
) -> None:
    """The connection string, which may hold a password, stays in the environment."""
    run = TerraformRun(tmp_path, variables(keycloak, connection), name="staging")
    run.synthesize(staging)
    assert [path for path in tmp_path.rglob("cdk.tf.json") if connection in path.read_text()] == []


def test_second_apply_waits_for_the_lock(
    keycloak: KeycloakServer, connection: str, staging: Environment, tmp_path: Path
) -> None:
    """Two applies at once do not fail: with a lock timeout, as documented, the second waits, and finds no changes."""
    settings = variables(keycloak, connection)
    runs = [TerraformRun(new_folder(tmp_path, name), settings, name="staging") for name in ("first", "second")]
    for run in runs:
        run.synthesize(staging)
    # Files, and no pipes: who has the lock would wait for somebody to read its plan, and the other for the lock.
    logs = [run.folder / "apply.log" for run in runs]
    started = []
    for run, log in zip(runs, logs, strict=True):
        with log.open("w") as output:
            process = subprocess.Popen(
                ["terraform", "apply", "-input=false", "-auto-approve", "-no-color"],
                cwd=run.folder / "cdktf.out" / "stacks" / "staging",
                env=tool_environment({**os.environ, **settings}),
                stdout=output,
            )
        started.append(process)
    assert [process.wait() for process in started] == [0, 0]
    outputs = [log.read_text() for log in logs]
    added = sorted("Resources: 0 added, 0 changed, 0 destroyed" in output for output in outputs)
    assert added == [False, True]
    runs[0].destroy()
