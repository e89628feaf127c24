"""Two realms for all rows of the baseline: `prod` as Terraform applies it, and one with Keycloak's defaults."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import ApplicationProps
from stacks.environment_files import EnvironmentFiles
from tests.integration.security.prod_realm import ProdRealm
from tests.support.baseline.shown_answers import ShownAnswers
from tests.support.realms.default_realm import DefaultRealm
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.private_side import PrivateSide
from tests.support.servers.document_server import DocumentServer
from tools.demo.ports import any_free_port

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.servers.tls_listener import TlsListener
    from tools.keycloak.server import KeycloakServer


@pytest.fixture(scope="session")
def prod(keycloak: KeycloakServer, tls: TlsListener, tmp_path_factory: pytest.TempPathFactory) -> ProdRealm:
    """The environment `prod`, applied once; it goes with the run's Keycloak."""
    private = PrivateSide(tls.url, DocumentServer(), tls)  # it publishes nothing
    return ProdRealm.apply(tmp_path_factory.mktemp("prod"), keycloak, private)


@pytest.fixture(scope="session")
def dev(keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory) -> LiveEnvironment:
    """The environment `dev`, with an application of a host of agents; it goes with the run's Keycloak."""
    environment = EnvironmentFiles().load("dev")
    host = ApplicationProps(redirect_uris=(f"http://127.0.0.1:{any_free_port()}/callback",))
    return LiveEnvironment.apply(
        environment.model_copy(update={"applications": {"agent-host": host}}),
        realm="audited-dev",
        folder=tmp_path_factory.mktemp("dev"),
        keycloak=keycloak,
        private=private,
    )


@pytest.fixture(scope="session")
def defaults(keycloak: KeycloakServer, tls: TlsListener) -> DefaultRealm:
    """A realm that shows that the tests can fail: whatever ours must refuse, and Keycloak's defaults allow."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return DefaultRealm.create(f"{worker}defaults", tls, keycloak.admin)


@pytest.fixture
def shown(record_property: Callable[[str, object], None]) -> ShownAnswers:
    """What a test writes down for `docs/reference/security.md`."""
    return ShownAnswers(record_property)
