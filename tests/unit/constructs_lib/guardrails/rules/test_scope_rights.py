"""Scopes of Keycloak's own that write rights."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.clients.scope_rights import ScopeRights
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.login_flows import faults as faults_in
from tests.support.declarations.login_flows import stack

pytestmark = pytest.mark.unit

DATA: dict[str, Any] = {
    "keycloak_openid_client_scope": {
        "Mp": {"realm_id": "ml", "name": "microprofile-jwt"},
        "Email": {"realm_id": "ml", "name": "email"},
    }
}


def assigned(of: str, kind: str, *scopes: str) -> dict[str, dict[str, Any]]:
    """Return an assignment of scopes to a client, or to the realm."""
    name = f"keycloak_realm_{kind}_client_scopes" if of == "realm" else f"keycloak_openid_client_{kind}_scopes"
    return {f"{name}.S": {"realm_id": "ml", "client_id": "x", f"{kind}_scopes": list(scopes)}}


@pytest.mark.parametrize("of", ["realm", "client"])
@pytest.mark.parametrize("kind", ["default", "optional"])
@pytest.mark.parametrize(
    ("scope", "name"),
    [
        ("microprofile-jwt", "microprofile-jwt"),
        ("roles", "roles"),
        ("${data.keycloak_openid_client_scope.Mp.name}", "microprofile-jwt"),
        ('${var.x ? "email" : "roles"}', "roles"),
    ],
)
def test_scope_rights_of_keycloaks_own_are_refused(of: str, kind: str, scope: str, name: str) -> None:
    """Either scope is named, of a client or of the realm, whether it is asked for or not."""
    (found,) = faults_of(ScopeRights(), assigned(of, kind, "basic", scope), data=DATA)
    assert f"{kind}_scopes has '{name}', which writes" in found


@pytest.mark.parametrize("of", ["realm", "client"])
def test_scope_rights_of_others_pass(of: str) -> None:
    """Scopes that write no rights pass, and what is known only at apply."""
    scopes = (
        "basic",
        "service_account",
        "${data.keycloak_openid_client_scope.Email.name}",
        "${var.scope}",
        "web-origins",
    )
    assert faults_of(ScopeRights(), assigned(of, "default", *scopes), data=DATA) == []


def test_scope_rights_of_ours_pass() -> None:
    """No client of a declaration has either scope."""
    assert faults_in(ScopeRights(), stack()) == []
