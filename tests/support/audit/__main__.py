"""Write what Keycloak brings with every realm: `python -m tests.support.audit`, with KEYCLOAK_* of a running server."""

from __future__ import annotations

import os

from tests.support.audit.new_realm import new_realm_facts
from tools.audit.built_in import BUILT_IN_FOLDER, built_in_text
from tools.keycloak.admin import KeycloakAdmin
from tools.keycloak.distribution import KEYCLOAK_VERSION

REALM = "audit-built-in"

if __name__ == "__main__":
    facts = new_realm_facts(KeycloakAdmin.from_environment(os.environ), REALM)
    (BUILT_IN_FOLDER / f"{KEYCLOAK_VERSION}.json").write_text(built_in_text(facts, REALM), encoding="utf-8")
