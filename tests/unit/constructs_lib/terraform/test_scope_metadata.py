"""What strangers read of client scopes."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.props import RealmProps
from tests.support.declarations.declarations import NO_MAIL, build_declaration, declare
from tests.support.declarations.synthesis import NEWEST, OLDEST

pytestmark = pytest.mark.unit

ARGUMENT = "include_in_openid_provider_metadata"
AGENT = {"agent": {"exchange": {"from": ["notebook"], "models": {"fraud": ["predict"]}}}}
NOTEBOOK = {"notebook": {"redirect_uris": ["https://a.example.com/cb"]}}


@pytest.mark.parametrize("asked", [False, True])
def test_scopes_are_listed_only_where_that_is_asked_for(*, asked: bool) -> None:
    """Scopes of models, of the access role and of token exchange: each says it, on or off."""
    realm = RealmProps(name="ml", login=NO_MAIL, scopes_in_discovery=asked)
    stack = build_declaration(declare(realm=realm, consumers=AGENT, applications=NOTEBOOK), NEWEST)
    scopes = stack.resources("keycloak_openid_client_scope")
    assert len(scopes) == 4
    assert [scope[ARGUMENT] for scope in scopes] == [asked] * 4


def test_older_provider_has_no_say() -> None:
    """4.5.0 does not know the argument."""
    scopes = build_declaration(declare(), OLDEST).resources("keycloak_openid_client_scope")
    assert [scope for scope in scopes if ARGUMENT in scope] == []
