"""Claims that APIs rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails.rules.tokens.declared_claims import DeclaredClaims
from tests.support.declarations.overridden import add, faults_after, never, override, remove

if TYPE_CHECKING:
    from tests.support.declarations.our_stack import Change

pytestmark = pytest.mark.unit

MAPPER, SCOPE = "keycloak_generic_protocol_mapper", "keycloak_openid_client_scope"
OF_SCOPE = "realm 'ml', client scope 'ml-base': its mapper of '{}' is not made for sure, or not as it is declared"
OF_CLIENT = "realm 'ml', client 'ui': its mapper of 'client_id' is not made for sure, or not as it is declared"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (remove(MAPPER, "AccessTokenScope_roles"), OF_SCOPE.format("roles")),
        (never(MAPPER, "AccessTokenScope_client_id"), OF_SCOPE.format("client_id")),
        (never(MAPPER, "AccessTokenScope_sub", count="${var.count}"), OF_SCOPE.format("sub")),
        (
            override(MAPPER, "AccessTokenScope_audience", config={"access.token.claim": "true"}),
            OF_SCOPE.format("audience"),
        ),
        (override(MAPPER, "AccessTokenScope_roles", protocol_mapper="oidc-sub-mapper"), OF_SCOPE.format("roles")),
        (override(MAPPER, "AccessTokenScope_roles", client_scope_id="${var.scope}"), OF_SCOPE.format("roles")),
        (override(MAPPER, "AccessTokenScope_sub", protocol="saml"), OF_SCOPE.format("sub")),
        (
            override(SCOPE, "AccessTokenScope", name="other"),
            "realm 'ml': the client scope 'ml-base', which shapes tokens, is not made for sure",
        ),
        (remove(MAPPER, "ui_ClientIdClaim"), OF_CLIENT),
        (override(MAPPER, "ui_ClientIdClaim", config={"claim.name": "client_id", "claim.value": "batch"}), OF_CLIENT),
    ],
)
def test_token_without_a_claim_is_refused(change: Change, fault: str) -> None:
    """A mapper that is taken away, or changed, is named with what it is a mapper of."""
    assert faults_after(DeclaredClaims(), change) == [fault]


def test_declared_claims_pass() -> None:
    """What the construct makes passes, and so does a mapper of one's own beside it."""
    assert faults_after(DeclaredClaims()) == []
    assert faults_after(DeclaredClaims(), add(MAPPER, name="own", client_scope_id="${var.scope}")) == []
