"""A door leads to the Keycloak that an environment declares, or is refused."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from stacks.environment import Environment
from stacks.repository import Repository
from tests.support.servers.document_server import DocumentServer
from tools.errors import ToolError
from tools.keycloak.issued import check_issuer, issuing_url
from tools.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.unit

DECLARED = "https://sso.example.com"

# Reaches this machine, and is no name of it: as an internal address of a server elsewhere.
INTERNAL = "0.0.0.0"  # noqa: S104 - nothing listens there


@contextmanager
def door(issuers: Mapping[str, str]) -> Iterator[str]:
    """Answer as a Keycloak does that says who issues tokens, by realm."""
    with DocumentServer() as server:
        for realm, issuer in issuers.items():
            server.documents[f"/realms/{realm}/.well-known/openid-configuration"] = {"issuer": issuer}
        yield server.url


def target(folder: Path, url: str) -> Target:
    """Return an environment of realm `ml` at a Keycloak."""
    body = {"keycloak": {"url": url}, "realm": {"name": "ml"}, "api": {"client_id": "scorer"}}
    return Target("prod", Environment.model_validate(body), Repository(folder), {})


@pytest.mark.parametrize(
    ("issuers", "says"),
    [
        ({}, "does not say as whom it issues tokens"),
        ({"master": "http://127.0.0.1:9090/realms/master"}, "issues tokens of realm 'master' as http://127.0.0.1:9090"),
        ({"master": "https://admin.example.com/realms/master"}, "issues tokens of realm 'master' as https://admin"),
        (
            {"ml": "https://other.example.com/realms/ml", "master": f"{DECLARED}/realms/master"},
            "issues tokens of realm 'ml' as https://other",
        ),
        ({"ml": f"{DECLARED}/realms/another"}, "does not say as whom it issues tokens"),
    ],
    ids=["nobody", "itself", "its administrators' address", "another one", "no issuer of this realm"],
)
def test_another_keycloak_is_refused(tmp_path: Path, issuers: dict[str, str], says: str) -> None:
    """A development server is not taken for production's because a shell names it."""
    with (
        door(issuers) as url,
        pytest.raises(ToolError, match=f"declares {DECLARED}, and the Keycloak there {says}") as caught,
    ):
        check_issuer(target(tmp_path, DECLARED), {"KEYCLOAK_URL": url})
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("issuer", ["https://other.example.com", f"{DECLARED}/auth"])
def test_name_of_another_server_is_refused(tmp_path: Path, issuer: str) -> None:
    """A file cannot give the reached Keycloak a name of its own, by which it would pass for a second one."""
    with (
        door({"ml": f"{issuer}/realms/ml"}) as url,
        pytest.raises(
            ToolError, match=f"declares {DECLARED}, and the Keycloak there issues tokens of realm 'ml' as {issuer}:"
        ),
    ):
        check_issuer(target(tmp_path, DECLARED), {"KEYCLOAK_URL": url.replace("127.0.0.1", INTERNAL)})


@pytest.mark.parametrize("host", ["127.0.0.1", INTERNAL])
@pytest.mark.parametrize("realm", ["ml", "master"])
def test_door_to_the_declared_one_is_taken(tmp_path: Path, realm: str, host: str) -> None:
    """The realm says so, or the one that the credentials are of, where the realm is not there yet."""
    with door({realm: f"{DECLARED}/realms/{realm}"}) as url:
        check_issuer(target(tmp_path, DECLARED), {"KEYCLOAK_URL": f"{url.replace('127.0.0.1', host)}/"})


@pytest.mark.parametrize(
    ("declared", "reached"),
    [
        ("http://127.0.0.1:8080", {"KEYCLOAK_URL": "http://127.0.0.1:8080"}),
        ("http://127.0.0.1:8080", {"KEYCLOAK_URL": "http://localhost:9090"}),
        (DECLARED, {"KEYCLOAK_URL": DECLARED}),
        (DECLARED, {"KEYCLOAK_URL": "https://SSO.example.com.:443/"}),
        (f"{DECLARED}/auth", {"KEYCLOAK_URL": DECLARED, "KEYCLOAK_BASE_PATH": "/auth"}),
    ],
)
def test_nothing_is_asked_without_a_door(tmp_path: Path, declared: str, reached: dict[str, str]) -> None:
    """A Keycloak that is declared where it is reached needs no proof, nor does one of this machine."""
    check_issuer(target(tmp_path, declared), reached)


def test_the_base_path_belongs_to_the_address() -> None:
    """Issuers start with it."""
    with door({"ml": f"{DECLARED}/auth/realms/ml"}) as url:
        assert issuing_url(url, "ml") == f"{DECLARED}/auth"
