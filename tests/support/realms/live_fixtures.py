"""One real Keycloak a run, and `environments/demo` on it, for all tests that ask for them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from stacks.environment_files import EnvironmentFiles
from stacks.repository import Repository
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.private_side import PrivateSide
from tests.support.servers.document_server import DocumentServer
from tests.support.servers.tls_listener import TlsListener
from tools.bootstrap.file_lock import locked
from tools.demo.ports import any_free_port
from tools.keycloak.server import KeycloakServer
from tools.local_secrets import read_local_secrets
from tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.realms.principals import Principal

__all__ = ["demo", "keycloak", "principals", "private", "tls"]

_CHEAP_HASH = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)"
"""For the administrator alone, as whom Terraform and the tools log in some thousand times: Argon2 takes four fifths of
a login. Other realms, and other servers, keep Keycloak's own."""


@pytest.fixture(scope="session")
def keycloak(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeycloakServer]:
    """A running Keycloak with its data and its `.env` in a temporary folder; its `.admin` calls the Admin API.

    As most servers do, and not the project's own, it registers clients in Keycloak's own representation as well.

    Workers of pytest-xdist share it: the first one starts it, the last one stops it.
    """
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "keycloak"
    root.mkdir(exist_ok=True)
    users = root / "users"
    with locked(root / "lock", "Waiting for another worker"):
        known = "KEYCLOAK_URL" in read_local_secrets(root / ".env").values
        settings = {} if known else {"KEYCLOAK_PORT": str(any_free_port())}
        port = KeycloakServer.from_environment(settings, Repository(root)).port
        url = f"http://127.0.0.1:{port}"
        server = KeycloakServer(
            data=root / "data",
            cache=ROOT / ".cache",
            dotenv=root / ".env",
            port=port,
            options=TlsListener.ensure(root / "tls").options(url),
            own_registrations=True,
        )
        if server.start():
            server.admin.request("PUT", "realms/master", json={"passwordPolicy": _CHEAP_HASH})
        users.write_text(str(_count(users) + 1))
    yield server
    with locked(root / "lock", "Waiting for another worker"):
        left = _count(users) - 1
        users.write_text(str(left))
        if left == 0:
            server.stop()


@pytest.fixture(scope="session")
def tls(keycloak: KeycloakServer) -> TlsListener:
    """The running Keycloak's listener for clients with a TLS certificate."""
    return TlsListener.ensure(keycloak.data.parent / "tls")


@pytest.fixture(scope="session")
def private(keycloak: KeycloakServer, tls: TlsListener) -> Iterator[PrivateSide]:
    """The private side of every environment of this run."""
    with DocumentServer() as documents:
        yield PrivateSide(keycloak.url, documents, tls)


@pytest.fixture(scope="session")
def demo(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """`environments/demo`, applied once and only read; at the end it is destroyed, and nothing is left."""
    live = LiveEnvironment.apply(
        EnvironmentFiles().load("demo"),
        realm="ml-demo",
        folder=tmp_path_factory.mktemp("demo"),
        keycloak=keycloak,
        private=private,
    )
    yield live
    live.run.destroy()
    assert not keycloak.admin.realm_exists(live.realm)


@pytest.fixture(scope="session")
def principals(demo: LiveEnvironment) -> dict[str, Principal]:
    """Everyone in it who gets tokens, by name."""
    found: dict[str, Principal] = {}
    for access in demo.environment.accesses().values():
        found |= {name: demo.machine(name) for name in access.consumers}
        found |= {username: demo.person(username) for username in access.people}
    return found


def _count(users: Path) -> int:
    return int(users.read_text()) if users.exists() else 0
