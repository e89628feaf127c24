"""What a command that reaches Keycloak needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.readiness import check_ready, named_stacks
from tools.target import load_target

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

URL = "https://sso.example.com"
FILE = """\
keycloak: {url: '%s'}
backend: {type: pg}
realm: {name: mine, smtp: {host: smtp.example.com, sender: no-reply@example.com}}
api: {client_id: my-api}
"""


@pytest.fixture
def repository(tmp_path: Path) -> dict[str, str]:
    """A repository with one environment elsewhere, synthesized, as the variables that name it."""
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "prod.yaml").write_text(FILE % URL, encoding="utf-8")
    stack = tmp_path / "cdktf.out" / "stacks" / "prod"
    stack.mkdir(parents=True)
    variables = {name: {"description": f"The {name}", "sensitive": True} for name in ("a_secret", "b_secret")}
    (stack / "cdk.tf.json").write_text(json.dumps({"variable": variables}), encoding="utf-8")
    return {"ENVIRONMENTS": str(tmp_path)}


def refused(variables: dict[str, str]) -> list[str]:
    """Return the lines by which a command for `prod` is refused."""
    with pytest.raises(ToolError) as caught:
        check_ready(["prod"], [load_target("prod", variables)], variables)
    assert caught.value.exit_code == 2
    return str(caught.value).splitlines()


def test_all_that_is_missing_comes_at_once(repository: dict[str, str]) -> None:
    """Server, state, secrets and credentials: a line each, in one round."""
    assert refused(repository) == [
        f"set KEYCLOAK_URL: the address of the Keycloak of 'prod', {URL}",
        "set PG_CONN_STR: the PostgreSQL that keeps the state, as postgres://…",
        "set in the environment: TF_VAR_a_secret (the a_secret), TF_VAR_b_secret (the b_secret)",
        (
            f"no credentials for Keycloak at {URL}: set KEYCLOAK_USER and KEYCLOAK_PASSWORD, "
            "or KEYCLOAK_CLIENT_ID and KEYCLOAK_CLIENT_SECRET"
        ),
    ]


def test_wrong_server_comes_with_what_is_missing(repository: dict[str, str]) -> None:
    """A setting that is wrong hides none that is missing."""
    lines = refused({**repository, "KEYCLOAK_URL": "http://127.0.0.1:8080", "PGHOST": "db", "TF_VAR_a_secret": "x"})

    assert [line.partition(",")[0].partition(" (")[0] for line in lines] == [
        "KEYCLOAK_URL is http://127.0.0.1:8080",
        "set in the environment: TF_VAR_b_secret",
        "no credentials for Keycloak at http://127.0.0.1:8080: set KEYCLOAK_USER and KEYCLOAK_PASSWORD",
    ]


@pytest.mark.parametrize(
    "arguments", [["deploy"], ["deploy", "pr*"], ["plan", "?rod", "--x"], ["apply", "[p]rod", "prod"]]
)
def test_pattern_names_the_stacks_that_it_matches(repository: dict[str, str], arguments: list[str]) -> None:
    """A pattern, or nothing where there is one stack, is checked as the stack's name is."""
    assert named_stacks(arguments, repository) == ["prod"]


def test_names_are_taken_as_they_are(repository: dict[str, str]) -> None:
    """A name is not looked up here; without one, of several stacks, `cdktf` asks."""
    assert named_stacks(["deploy", "dve"], repository) == ["dve"]
    assert named_stacks(["deploy"], {}) == []
