"""One realm for the tests of the audit, which each of them leaves as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_files import EnvironmentFiles
from tests.support.audit.by_hand import ByHand
from tests.support.audit.viewer import viewer_of
from tests.support.realms.live_environment import LiveEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

REALM = "ml-audit"


@pytest.fixture(scope="session")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """`environments/demo` in a realm of its own, which nobody has touched."""
    environment, folder = EnvironmentFiles().load("demo"), tmp_path_factory.mktemp("audit")
    live = LiveEnvironment.apply(environment, realm=REALM, folder=folder, keycloak=keycloak, private=private)
    yield live
    live.admin.delete_realm(live.realm)


@pytest.fixture(scope="session")
def viewer(live: LiveEnvironment) -> Iterator[KeycloakAdmin]:
    """Somebody who may look at that realm alone."""
    viewer = viewer_of(live.admin, live.realm)
    yield viewer
    live.admin.request("DELETE", f"realms/master/clients/{ByHand(live.admin, 'master').uuid(viewer.client_id)}")
