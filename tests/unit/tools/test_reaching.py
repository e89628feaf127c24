"""The variables by which an environment's Keycloak is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment import Environment
from stacks.repository import Repository
from tools.errors import ToolError
from tools.local_secrets import read_local_secrets
from tools.reaching import known_variables, reaching_variables
from tools.target import Target

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

DOTENV = """\
KEYCLOAK_URL=http://127.0.0.1:8080
KEYCLOAK_USER=admin
KEYCLOAK_PASSWORD=generated
KEYCLOAK_CLIENT_ID=admin-cli
TF_VAR_keycloak_url=${KEYCLOAK_URL}
TF_VAR_batch_client_secret=kept
"""
GIVEN = {"KEYCLOAK_URL": "http://localhost:9090", "KEYCLOAK_CLIENT_ID": "me", "KEYCLOAK_CLIENT_SECRET": "mine"}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """One whose own Keycloak was started before."""
    (tmp_path / ".env").write_text(DOTENV, encoding="utf-8")
    return Repository(tmp_path)


def target(repository: Repository, variables: dict[str, str], **keycloak: object) -> Target:
    """Return an environment at a Keycloak, for a caller with some variables."""
    declared = {"url": "http://127.0.0.1:8080", **keycloak}
    body = {"keycloak": declared, "realm": {"name": "ml"}, "api": {"client_id": "scorer"}}
    return Target("mine", Environment.model_validate(body), repository, variables)


def test_an_address_is_asked_for_where_nothing_is_started(repository: Repository) -> None:
    """A file that says so is not sent to the project's own Keycloak, in a shell that gives no other."""
    with pytest.raises(ToolError, match=r"^set KEYCLOAK_URL: the address of the Keycloak of 'mine'") as caught:
        reaching_variables(target(repository, {}, start=False))
    assert caught.value.exit_code == 2


def test_credentials_for_another_keycloak_do_not_reach_the_projects_own(repository: Repository) -> None:
    """A shell for production, with realm, path and secret, leaves the local Keycloak's own variables as they are."""
    shell = {**GIVEN, "KEYCLOAK_URL": "https://sso.example.com", "KEYCLOAK_REALM": "ml", "KEYCLOAK_BASE_PATH": "/auth"}
    found = known_variables(target(repository, {**shell, "HOME": "/home/me"}))
    assert found == {**read_local_secrets(repository.dotenv).values, "HOME": "/home/me"}


def test_given_keycloak_gets_nobody_elses_credentials(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is reached by what the caller says, with the secrets that were generated, and is where tokens come from."""
    found = reaching_variables(target(repository, GIVEN))
    assert found == {
        **GIVEN,
        "TF_VAR_keycloak_url": "http://localhost:9090",
        "TF_VAR_batch_client_secret": "kept",
    }
    said = "Uses the Keycloak at http://localhost:9090 that KEYCLOAK_URL gives; none is started\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize(
    ("handed_down", "start", "expected"),
    [
        ("http://127.0.0.1:8080", True, "http://localhost:9090"),
        ("http://localhost:9191", True, "http://localhost:9191"),
        ("http://localhost:9191", False, "http://localhost:9191"),
        ("", False, None),
    ],
    ids=["what .env said", "the caller's", "the caller's, of a file for it", "the file's"],
)
def test_who_issues_tokens(repository: Repository, handed_down: str, start: bool, expected: str | None) -> None:  # noqa: FBT001 - cases
    """The caller's word for Terraform counts; else the given address, or that of a file which means this Keycloak."""
    more = {"TF_VAR_keycloak_url": handed_down} if handed_down else {}
    found = known_variables(target(repository, {**GIVEN, **more}, start=start))
    assert found.get("TF_VAR_keycloak_url") == expected


def test_secrets_of_the_caller_come_first(repository: Repository) -> None:
    """What the caller sets counts in place of what was generated."""
    found = known_variables(target(repository, {**GIVEN, "TF_VAR_batch_client_secret": "set"}))
    assert found["TF_VAR_batch_client_secret"] == "set"


def test_elsewhere_the_file_of_secrets_is_not_read(tmp_path: Path) -> None:
    """Not even one that cannot be read."""
    (tmp_path / ".env").write_text("no assignment\n", encoding="utf-8")
    asked = {**GIVEN, "KEYCLOAK_URL": "https://sso.example.com"}
    elsewhere = target(Repository(tmp_path), asked, url="https://sso.example.com")
    assert reaching_variables(elsewhere) == asked
