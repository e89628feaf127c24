"""Delegation names the client that acts, and no other."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.provider_features import ProviderFeatures
from constructs_lib.guardrails.rules.tokens.declared_claims import DeclaredClaims
from constructs_lib.guardrails.rules.tokens.roles_claim import RolesClaim
from tests.support.declarations.declarations import declare
from tests.support.declarations.our_stack import OurStack
from tests.support.declarations.overridden import override, remove

pytestmark = pytest.mark.unit

MAPPER = "keycloak_generic_protocol_mapper"
LACKING = "realm 'ml', client 'agent': its mapper of 'act.client_id' is not made for sure, or not as it is declared"


@pytest.fixture(scope="module")
def stack() -> OurStack:
    """A stack with an agent whose tokens name it."""
    exchange = {"from": ["ui"], "models": {"fraud": ["predict"]}, "delegation": True}
    declaration = declare(
        realm={"name": "ml", "smtp": {"host": "m", "sender": "a@b.com"}},
        applications={"ui": {"redirect_uris": ["https://ui.example.com/cb"]}},
        consumers={"agent": {"exchange": exchange}},
    )
    return OurStack(CheckedDeclaration(declaration, ProviderFeatures.of("5.9.0")))


def test_what_the_declaration_makes_passes(stack: OurStack) -> None:
    """The client names itself and its own service account."""
    assert stack.faults_after(DeclaredClaims()) == []
    assert stack.faults_after(RolesClaim()) == []


def test_delegation_without_an_actor_is_refused(stack: OurStack) -> None:
    """Without the mapper nobody sees who acts."""
    assert stack.faults_after(DeclaredClaims(), remove(MAPPER, "ActorClientIdClaim")) == [LACKING]


@pytest.mark.parametrize(
    ("member", "part", "value"),
    [
        ("client_id", "ActorClientIdClaim", "batch"),
        ("sub", "ActorSubClaim", "7f5a"),
        ("sub", "ActorSubClaim", "${var.account}"),
        ("act.client_id", "ActorSubClaim", "${each.key}"),
    ],
)
def test_another_actor_is_refused(stack: OurStack, member: str, part: str, value: str) -> None:
    """A constant that is not the client's own would make one act as another."""
    config = {"claim.name": f"act.{member}", "claim.value": value, "access.token.claim": "true"}
    faults = stack.faults_after(RolesClaim(), override(MAPPER, part, config=config))
    assert [fault.rpartition(": ")[2] for fault in faults] == [f"it writes a constant as the claim 'act.{member}'"]
