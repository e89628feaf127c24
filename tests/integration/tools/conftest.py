"""A copy of the project that deploys to the run's Keycloak."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import Checkout, copy_project

if TYPE_CHECKING:
    from tools.keycloak.server import KeycloakServer

__all__ = ["checkout"]


@pytest.fixture(scope="module")
def checkout(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A copy whose `.env` and KEYCLOAK_* settings name the run's Keycloak as its local one.

    Files of tests run at the same time: what they deploy is in realms of their own.
    """
    copy = copy_project(tmp_path_factory.mktemp("checkout"))
    shutil.copy2(keycloak.dotenv, copy.root / ".env")
    copy.environment.update(KEYCLOAK_DATA=str(keycloak.data), KEYCLOAK_PORT=str(keycloak.port))
    return copy
