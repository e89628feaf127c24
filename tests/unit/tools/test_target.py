"""The environment that a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_files import EnvironmentFiles
from stacks.repository import Repository
from tools.errors import ToolError
from tools.target import Target, load_target

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

URL = "http://localhost:9090"


def test_unknown_environment_is_bad_input() -> None:
    """A misspelt name ends with exit code 2 and the nearest name."""
    with pytest.raises(ToolError) as caught:
        load_target("prd")
    assert (str(caught.value), caught.value.exit_code) == ("no environment 'prd': did you mean 'prod'?", 2)


@pytest.mark.parametrize(
    ("name", "url", "message"),
    [
        ("prod", None, "set KEYCLOAK_URL: the address of the Keycloak of 'prod', https://sso.example.com"),
        (
            "prod",
            "http://127.0.0.1:8080",
            (
                "KEYCLOAK_URL is http://127.0.0.1:8080, but environment 'prod' declares https://sso.example.com: "
                "set KEYCLOAK_URL to that server, and PIPENV_DONT_LOAD_ENV=1 if it came from the local .env"
            ),
        ),
        (
            "dev",
            "https://sso.example.com",
            (
                "KEYCLOAK_URL is https://sso.example.com, but environment 'dev' declares http://127.0.0.1:8080: "
                "set KEYCLOAK_URL to that server, and PIPENV_DONT_LOAD_ENV=1 if it came from the local .env"
            ),
        ),
    ],
)
def test_environment_is_not_sent_to_another_ones_server(name: str, url: str | None, message: str) -> None:
    """What Pipenv loaded for the local Keycloak never reaches production's environment, nor the other way round."""
    with pytest.raises(ToolError) as caught:
        load_target(name).check_server({"KEYCLOAK_URL": url} if url else {})
    assert (str(caught.value), caught.value.exit_code) == (message, 2)


@pytest.mark.parametrize(
    ("name", "url"),
    [("prod", "https://keycloak.internal:8443"), ("dev", "http://localhost:9999")],
)
def test_another_address_of_the_same_kind_is_accepted(name: str, url: str) -> None:
    """Production may be reached by an internal address, and the local server on another port."""
    load_target(name).check_server({"KEYCLOAK_URL": url})


OF_PROJECT = {"KEYCLOAK_URL": "http://127.0.0.1:8080", "KEYCLOAK_USER": "admin", "KEYCLOAK_PASSWORD": "generated"}
OF_CALLER = {**OF_PROJECT, "KEYCLOAK_PASSWORD": "the caller's"}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with a `.env` of the project's own Keycloak, an environment elsewhere and one at a caller's own."""
    (tmp_path / "environments").mkdir()
    for name, keycloak in (("far", "{url: 'https://sso.example.com'}"), ("near", f"{{url: '{URL}', start: false}}")):
        realm = f"{{name: {name}, login: {{verify_email: false}}}}"
        text = f"keycloak: {keycloak}\nrealm: {realm}\napi: {{client_id: scorer}}\n"
        (tmp_path / "environments" / f"{name}.yaml").write_text(text, encoding="utf-8")
    lines = [f"{name}={value}\n" for name, value in OF_PROJECT.items()]
    (tmp_path / ".env").write_text("".join(lines), encoding="utf-8")
    return Repository(tmp_path)


@pytest.mark.parametrize("name", ["far", "near"])
def test_the_projects_own_keycloak_is_no_other_ones(repository: Repository, name: str) -> None:
    """What `.env` says reaches neither an environment elsewhere nor one at a Keycloak of the caller's own."""
    target = Target(name, EnvironmentFiles.of(repository).load(name), repository)
    with pytest.raises(
        ToolError, match=rf"^KEYCLOAK_URL is http://127\.0\.0\.1:8080, but environment '{name}' declares"
    ):
        target.check_server(OF_PROJECT)


@pytest.mark.parametrize("name", ["far", "near"])
def test_a_keycloak_of_the_callers_own_is_taken(repository: Repository, name: str) -> None:
    """An address on this machine with other credentials is one's own, or a door to a Keycloak elsewhere."""
    target = Target(name, EnvironmentFiles.of(repository).load(name), repository, OF_CALLER)
    target.check_server(OF_CALLER)
    assert (target.is_local, target.given_url) == (False, OF_CALLER["KEYCLOAK_URL"])


def test_a_keycloak_elsewhere_is_not_on_this_machine(repository: Repository) -> None:
    """An environment of a caller's own Keycloak is not sent to one elsewhere."""
    target = Target("near", EnvironmentFiles.of(repository).load("near"), repository)
    with pytest.raises(ToolError, match=r"^KEYCLOAK_URL is https://sso\.example\.com, but environment 'near' declares"):
        target.check_server({**OF_CALLER, "KEYCLOAK_URL": "https://sso.example.com"})
