"""Roles and groups that mappers of identity providers grant."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.broker_grant import BrokerGrant
from tests.support.declarations.broker_mappers import Resources, claims, custom, typed
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("resources", "claim"),
    [
        (typed("attribute_to_role", claim_name="nickname", claim_value="admin", role="r"), "nickname"),
        (typed("attribute_to_role", attribute_friendly_name="displayName", role="r"), "displayName"),
        (custom("%s-role-idp-mapper", claim="profile", role="r"), "profile"),
        (custom("oidc-advanced-group-idp-mapper", claims=claims("hd", "given_name"), group="/x"), "given_name"),
        (custom("saml-advanced-role-idp-mapper", attributes=claims("telephoneNumber"), role="r"), "telephoneNumber"),
        (custom("oidc-advanced-group-idp-mapper", claims=claims("email"), group="/x"), "email"),
        (custom("oidc-role-idp-mapper", claim="preferred_username", role="r"), "preferred_username"),
        (custom("oidc-role-idp-mapper", claim="address.locality", role="r"), "address.locality"),
        (custom("oidc-role-idp-mapper", claim="user_metadata.role", role="r"), "user_metadata.role"),
        (
            custom("saml-role-idp-mapper", **{"attribute.name": "urn:oid:0.9.2342.19200300.100.1.3"}, role="r"),
            "urn:oid:0.9.2342.19200300.100.1.3",
        ),
    ],
)
def test_broker_grant_by_what_people_write_is_refused(resources: Resources, claim: str) -> None:
    """Whoever calls themselves an administrator is none."""
    (found,) = faults_of(BrokerGrant(), resources)
    assert found.endswith(f": it grants by '{claim}', which people may write themselves")


def test_broker_grant_that_cannot_be_read_is_refused() -> None:
    """A map of claims that is none may be anything."""
    assert faults_of(BrokerGrant(), custom("oidc-advanced-role-idp-mapper", claims="groups=x", role="r")) == [
        "realm 'ml', keycloak_custom_identity_provider_mapper 'm': which claims it compares cannot be read"
    ]


def test_broker_grant_by_what_a_provider_decides_passes() -> None:
    """Groups, roles and domains pass, and what is known only at apply."""
    for resources in (
        typed("attribute_to_role", claim_name="groups", claim_value="admin", role="r"),
        custom("oidc-role-idp-mapper", claim="resource_access.mail.roles", role="r"),
        custom("oidc-role-idp-mapper", claim="https://example.com/claims.v1/roles", role="r"),
        custom("oidc-advanced-group-idp-mapper", claims=claims("hd", "groups"), group="/x"),
        custom("oidc-advanced-group-idp-mapper", claims="${var.claims}", group="/x"),
        custom("oidc-user-attribute-idp-mapper", claim="nickname"),
    ):
        assert faults_of(BrokerGrant(), resources) == []
