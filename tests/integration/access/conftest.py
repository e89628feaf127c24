"""The project's own environment `demo` on a real Keycloak, with keys of this run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_files import EnvironmentFiles
from tests.support.document_server import DocumentServer
from tests.support.live_environment import LiveEnvironment
from tests.support.private_side import PrivateSide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.principals import Principal
    from tests.support.tls_listener import TlsListener
    from tools.keycloak.server import KeycloakServer


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
