"""Claims of before, in tokens beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.review.at_issue import AtIssue
from constructs_lib.review.questions import AccessReview
from constructs_lib.review.token_preview import TokenPreview, client_of, preview
from tests.support.declarations.declarations import build_declaration, declare, faults
from tests.support.declarations.told_changes import lines_of

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

pytestmark = pytest.mark.unit

CLAIMS = {"realm_access": ["analyst", "ROLE USER"], "resource_access": True}
CONSUMERS = {"batch": {"grants": {"fraud": ["predict"]}}}


def declared(**compatibility: Any) -> Declaration:  # noqa: ANN401 - values of keys
    """Return a declaration whose tokens hold claims of before."""
    realm = {"name": "ml-prod", "login": {"verify_email": False}, "compatibility": compatibility}
    return declare(realm=realm, consumers=CONSUMERS, applications={"ui": {"redirect_uris": ["https://ui.example.com"]}})


def token(declaration: Declaration, *scopes: str) -> TokenPreview:
    """Preview a token of the consumer."""
    review = AccessReview(declaration)
    batch = review.principal("batch")
    return preview(review, batch, client_of(review, batch, None), scopes, keycloak_url="https://sso.example.com")


@pytest.mark.parametrize(
    "role", ["admin", "default-roles-ml-prod", "second-factor-otp", "identity-provider-person", "create-realm"]
)
def test_role_that_no_service_reads_is_refused(role: str) -> None:
    """It administers Keycloak, decides about logins, or brings all that everybody has."""
    assert faults(declared(realm_access=["analyst", role])) == [
        f"realm 'ml-prod': role '{role}' has no place in tokens: name the roles that services read"
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"realm_access": ["a", "a"]}, "name each realm role once, got 'a, a'"),
        ({"realm_access": ["${x}"]}, None),
        ({"realm_access": ["a\nb"]}, "name a realm role"),
        ({"realm_access": [""]}, "name a realm role"),
        ({"claims": []}, "Extra inputs are not permitted"),
    ],
)
def test_bad_value_is_refused(value: dict[str, Any], message: str | None) -> None:
    """The message says what to write."""
    if message is None:  # an expression of a program that uses the construct
        declared(**value)
        return
    with pytest.raises(ValueError, match=message):
        declared(**value)


def test_nothing_is_made_by_default() -> None:
    """Whoever never had such services pays for none."""
    names = {scope["name"] for scope in build_declaration(declared()).resources("keycloak_openid_client_scope")}
    assert {name for name in names if name.startswith("ml-")} == {"ml-base"}
    assert not token(declared(), "model.fraud.predict").claims.keys() & {"realm_access", "resource_access"}


def test_every_client_has_the_scopes() -> None:
    """The API's own one, machines and applications."""
    stack = build_declaration(declared(**CLAIMS))
    assigned = [assignment["default_scopes"] for assignment in stack.resources("keycloak_openid_client_default_scopes")]
    assert len(assigned) == 3
    assert all(sum("Realm_Compatibility_" in scope for scope in scopes) == 2 for scopes in assigned)


def test_mappers_write_what_keycloaks_own_scope_writes() -> None:
    """Into access tokens and introspection alone; `${client_id}` is Keycloak's to fill in."""
    mappers = {
        mapper["name"]: mapper
        for mapper in build_declaration(declared(**CLAIMS)).resources("keycloak_generic_protocol_mapper")
    }
    claims = {name: mappers[name]["config"]["claim.name"] for name in ("realm_access", "resource_access")}
    assert claims == {"realm_access": "realm_access.roles", "resource_access": "resource_access.$${client_id}.roles"}
    assert mappers["realm_access"]["config"]["multivalued"] == "true"
    assert mappers["realm_access"]["config"]["id.token.claim"] == "false"


def test_preview_shows_and_sizes_the_claims() -> None:
    """What a machine may do is known; which realm roles somebody holds, no declaration says."""
    found, plain = token(declared(**CLAIMS), "model.fraud.predict"), token(declared(), "model.fraud.predict")
    assert found.claims["resource_access"] == {"scorer": {"roles": ["fraud:predict"]}}
    realm = found.claims["realm_access"]
    assert isinstance(realm, dict)
    assert isinstance(realm["roles"], AtIssue)
    assert realm["roles"].characters == len('["analyst","ROLE USER"]')
    assert (found.size_is_exact, plain.size_is_exact) == (False, True)
    assert found.size - plain.size == pytest.approx(
        len('"realm_access":{"roles":["analyst","ROLE USER"]},') * 4 / 3
        + len('"resource_access":{"scorer":{"roles":["fraud:predict"]}},') * 4 / 3,
        abs=2,
    )
    assert token(declared(resource_access=True), "model.fraud.predict").size_is_exact
    assert "resource_access" not in token(declared(resource_access=True)).claims


def test_difference_tells_the_claims() -> None:
    """More roles in tokens are a risk, fewer are none."""
    assert lines_of(declared(), declared(**CLAIMS)) == [
        "! realm: new realm role in tokens: ROLE USER",
        "! realm: new realm role in tokens: analyst",
        "! realm: roles in tokens under resource_access, too is now on (was: off)",
    ]
    assert [line[0] for line in lines_of(declared(**CLAIMS), declared())] == [" ", " ", " "]
