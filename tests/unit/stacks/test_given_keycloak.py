"""Which Keycloak of this machine is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment import Environment
from stacks.given_keycloak import given_keycloak, is_started_here, reached_url

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

OF_PROJECT = "KEYCLOAK_URL=http://127.0.0.1:8080\nKEYCLOAK_USER=admin\nKEYCLOAK_PASSWORD=generated\n"
HERE, OTHER = "http://127.0.0.1:8080", "http://localhost:9090"
PERSON = {"KEYCLOAK_USER": "admin", "KEYCLOAK_PASSWORD": "generated"}
SOMEBODY = {"KEYCLOAK_USER": "admin", "KEYCLOAK_PASSWORD": "admin"}
CLIENT = {"KEYCLOAK_CLIENT_ID": "deployer", "KEYCLOAK_CLIENT_SECRET": "its own"}


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    """What says where the project's own Keycloak is, and who administers it."""
    path = tmp_path / ".env"
    path.write_text(OF_PROJECT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "variables",
    [
        {},
        PERSON,
        {"KEYCLOAK_URL": "", **SOMEBODY},
        {"KEYCLOAK_URL": "https://sso.example.com", **SOMEBODY},
        {"KEYCLOAK_URL": HERE, **PERSON},
        {"KEYCLOAK_URL": OTHER, **PERSON},
        {"KEYCLOAK_URL": HERE, **PERSON, **CLIENT},
        {"KEYCLOAK_URL": HERE},
        {"KEYCLOAK_URL": "http://localhost:8080/", "KEYCLOAK_PASSWORD": ""},
        {"KEYCLOAK_URL": HERE, "KEYCLOAK_CLIENT_ID": "admin-cli"},
    ],
    ids=[
        *("nothing", "credentials alone", "an empty address", "elsewhere", "what .env says"),
        *("the port of before", "a person first", "its address", "its address in other words", "no secret"),
    ],
)
def test_the_projects_own(dotenv: Path, variables: dict[str, str]) -> None:
    """Nothing is given where there is no address on this machine, or what stands in `.env` was handed down."""
    assert given_keycloak(variables, dotenv) is None


@pytest.mark.parametrize(
    ("variables", "url"),
    [
        ({"KEYCLOAK_URL": OTHER, **SOMEBODY}, OTHER),
        ({"KEYCLOAK_URL": f"{OTHER}/", "KEYCLOAK_BASE_PATH": "/auth", **SOMEBODY}, f"{OTHER}/auth"),
        ({"KEYCLOAK_URL": HERE, **SOMEBODY}, HERE),
        ({"KEYCLOAK_URL": HERE, **CLIENT}, HERE),
        ({"KEYCLOAK_URL": HERE, "KEYCLOAK_ACCESS_TOKEN": "one"}, HERE),
        ({"KEYCLOAK_URL": OTHER}, OTHER),
        ({"KEYCLOAK_URL": "http://127.0.0.1:port"}, "http://127.0.0.1:port"),
    ],
    ids=["another port", "a path", "a person", "a client", "a token", "no credentials yet", "no port"],
)
def test_the_callers_own(dotenv: Path, variables: dict[str, str], url: str) -> None:
    """Other credentials than those of `.env` are for another Keycloak, and so is another address without any."""
    assert given_keycloak(variables, dotenv) == url


def test_without_a_file_every_address_is_given(tmp_path: Path) -> None:
    """Before the first deployment there is no Keycloak of the project's own."""
    assert given_keycloak({"KEYCLOAK_URL": HERE, **SOMEBODY}, tmp_path / ".env") == HERE


@pytest.mark.parametrize(
    ("url", "start", "variables", "expected"),
    [
        (HERE, True, {}, True),
        (HERE, False, {}, False),
        (HERE, True, {"KEYCLOAK_URL": OTHER, **SOMEBODY}, False),
        ("https://sso.example.com", True, {}, False),
    ],
    ids=["the project's own", "the file says otherwise", "the caller gave another", "elsewhere"],
)
def test_started_here(dotenv: Path, url: str, start: bool, variables: dict[str, str], expected: bool) -> None:  # noqa: FBT001 - cases
    """Commands start a Keycloak on this machine, unless file or caller say that it is somebody's."""
    declared = {"keycloak": {"url": url, "start": start}, "realm": {"name": "ml"}, "api": {"client_id": "scorer"}}
    assert is_started_here(Environment.model_validate(declared), variables, dotenv) is expected


@pytest.mark.parametrize(
    ("variables", "url"),
    [
        ({}, ""),
        ({"KEYCLOAK_BASE_PATH": "/auth"}, ""),
        ({"KEYCLOAK_URL": f"{OTHER}/"}, OTHER),
        ({"KEYCLOAK_URL": "https://sso.example.com/", "KEYCLOAK_BASE_PATH": "/auth"}, "https://sso.example.com/auth"),
    ],
    ids=["nothing", "a path of nothing", "an address", "an address and a path"],
)
def test_where_it_is_reached(variables: dict[str, str], url: str) -> None:
    """The base path belongs to an address, and to nothing else."""
    assert reached_url(variables) == url
