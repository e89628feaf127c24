"""What Keycloak brings with every realm, compared with the running server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.audit.new_realm import new_realm_facts
from tools.audit.built_in import BUILT_IN_VERSIONS, built_in_facts
from tools.keycloak.distribution import KEYCLOAK_VERSION

if TYPE_CHECKING:
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REALM = "audit-new-realm"


def test_new_realm_holds_what_is_known(keycloak: KeycloakServer) -> None:
    """A new realm of the server holds the facts that are kept for its version: else `python -m tests.support.audit`."""
    assert KEYCLOAK_VERSION in BUILT_IN_VERSIONS
    assert new_realm_facts(keycloak.admin, REALM) == built_in_facts(REALM, KEYCLOAK_VERSION)
