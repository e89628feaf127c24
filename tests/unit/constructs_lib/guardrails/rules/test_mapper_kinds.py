"""Kinds of mappers and identity providers, and what mappers of SAML write."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.identity.broker_kind import BrokerKind
from constructs_lib.guardrails.rules.tokens.mapper_kind import MapperKind
from constructs_lib.guardrails.rules.tokens.saml_rights import SamlRights
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.login_flows import faults as faults_in
from tests.support.declarations.login_flows import stack

pytestmark = pytest.mark.unit

Resources = dict[str, dict[str, Any]]


def generic(
    kind: str, protocol: str = "openid-connect", config: dict[str, str] | None = None, *, of_client: bool = False
) -> Resources:
    """Return a generic protocol mapper."""
    name = "keycloak_generic_client_protocol_mapper" if of_client else "keycloak_generic_protocol_mapper"
    return {f"{name}.M": {"name": "m", "protocol": protocol, "protocol_mapper": kind, "config": config or {}}}


def custom(kind: str) -> Resources:
    """Return a mapper of an identity provider."""
    return {"keycloak_custom_identity_provider_mapper.M": {"name": "m", "identity_provider_mapper": kind}}


LDAP = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"


def directory(kind: str, provider_type: str = LDAP) -> Resources:
    """Return a mapper of a directory."""
    return {"keycloak_ldap_custom_mapper.M": {"name": "m", "provider_id": kind, "provider_type": provider_type}}


@pytest.mark.parametrize(
    ("resources", "fault"),
    [
        (generic("oidc-my-role-mapper"), "protocol_mapper is 'oidc-my-role-mapper', of which no rule knows"),
        (generic("oidc-my-role-mapper", of_client=True), "protocol_mapper is 'oidc-my-role-mapper'"),
        (generic("OIDC-sub-mapper"), "protocol_mapper is 'OIDC-sub-mapper'"),
        (generic("oidc-sub-mapper", "saml"), "protocol_mapper is 'oidc-sub-mapper'"),
        (generic("oidc-sub-mapper", "oid4vc"), "protocol_mapper is 'oidc-sub-mapper'"),
        (generic("docker-v2-allow-all-mapper", "docker-v2"), "protocol_mapper is 'docker-v2-allow-all-mapper'"),
        (generic("oidc-organization-group-membership-mapper"), "protocol_mapper is 'oidc-organization-group"),
        (generic("oidc-claims-param-value-idtoken-mapper"), "which writes what a request says"),
        (generic("oidc-parameterized-scope-mapper"), "which writes what a request says"),
        (generic("${var.kind}"), "protocol_mapper is known at apply alone"),
        (generic("oidc-${var.kind}-mapper"), "protocol_mapper is known at apply alone"),
        (custom("my-idp-mapper"), "identity_provider_mapper is 'my-idp-mapper'"),
        (custom("%s-my-idp-mapper"), "identity_provider_mapper is '%s-my-idp-mapper'"),
        (custom("${var.kind}"), "identity_provider_mapper is known at apply alone"),
        (directory("my-ldap-mapper"), "provider_id is 'my-ldap-mapper'"),
        (directory("role-ldap-mapper", "com.example.Mapper"), "provider_type is 'com.example.Mapper'"),
    ],
)
def test_mapper_kinds_that_nobody_knows_are_refused(resources: Resources, fault: str) -> None:
    """A kind of an extension, of another protocol, or of a variable may write anything."""
    (found,) = faults_of(MapperKind(), resources)
    assert fault in found


@pytest.mark.parametrize(
    "resources",
    [
        generic("oidc-usermodel-attribute-mapper"),
        generic("oidc-sha256-pairwise-sub-mapper", of_client=True),
        generic("saml-role-list-mapper", "saml"),
        generic("script-mine.js"),
        custom("oidc-advanced-group-idp-mapper"),
        custom("%s-user-attribute-idp-mapper"),
        directory("msad-user-account-control-mapper"),
    ],
)
def test_mapper_kinds_of_keycloak_pass(resources: Resources) -> None:
    """Keycloak's own kinds pass; what they write is judged by other rules, and so are scripts."""
    assert faults_of(MapperKind(), resources) == []


def test_mapper_kinds_of_ours_pass() -> None:
    """Every mapper of a declaration is of a known kind."""
    assert faults_in(MapperKind(), stack()) == []


@pytest.mark.parametrize("kind", ["my-idp", "jwt-authorization-grant", "OIDC"])
def test_broker_kinds_that_nobody_knows_are_refused(kind: str) -> None:
    """A kind of an extension may let anybody in."""
    provider = {"keycloak_oidc_identity_provider.P": {"realm": "ml", "alias": "p", "provider_id": kind}}
    assert faults_of(BrokerKind(), provider) == [
        f"realm 'ml', identity provider 'p': provider_id is '{kind}', of which no rule knows what it does"
    ]


def test_broker_kinds_of_variables_are_refused() -> None:
    """A variable may name any kind."""
    provider = {"keycloak_oidc_identity_provider.P": {"alias": "p", "provider_id": "${var.kind}"}}
    assert faults_of(BrokerKind(), provider) == ["identity provider 'p': provider_id is known at apply alone"]


def test_broker_kinds_of_keycloak_pass() -> None:
    """Keycloak's own kinds pass, and a resource that says none."""
    for arguments in ({"provider_id": "oidc"}, {"provider_id": "github"}, {}):
        assert faults_of(BrokerKind(), {"keycloak_oidc_identity_provider.P": {"alias": "p", **arguments}}) == []
    assert faults_in(BrokerKind(), stack()) == []


ATTRIBUTE = "keycloak_saml_user_attribute_protocol_mapper.M"


@pytest.mark.parametrize(
    ("resources", "fault"),
    [
        (generic("saml-hardcode-role-mapper", "saml", {"role": "admin"}), "it puts a role into every assertion"),
        (generic("saml-role-name-mapper", "saml"), "it renames a role"),
        *(
            (generic(kind, "saml", {"attribute.name": "Role"}), "it writes the attribute 'Role'")
            for kind in ("saml-hardcode-attribute-mapper", "saml-user-attribute-mapper", "saml-user-property-mapper")
        ),
        (generic("saml-user-session-note-mapper", "saml", {"friendly.name": "groups"}), "it writes the attribute"),
        ({ATTRIBUTE: {"name": "m", "saml_attribute_name": "memberOf"}}, "it writes the attribute 'memberOf'"),
        ({ATTRIBUTE: {"name": "m", "saml_attribute_name": "https://aws.amazon.com/SAML/Attributes/Role"}}, "Role'"),
        (
            generic("saml-user-attribute-nameid-mapper", "saml", {"user.attribute": "nickname"}),
            "it takes the name id from 'nickname'",
        ),
    ],
)
def test_saml_rights_from_elsewhere_are_refused(resources: Resources, fault: str) -> None:
    """A role, a group or a subject that no record of Keycloak's says is named."""
    (found,) = faults_of(SamlRights(), resources)
    assert fault in found


@pytest.mark.parametrize(
    "resources",
    [
        generic("saml-role-list-mapper", "saml", {"attribute.name": "Role"}),
        generic("saml-group-membership-mapper", "saml", {"attribute.name": "member"}),
        generic("saml-user-attribute-mapper", "saml", {"attribute.name": "department"}),
        generic("saml-user-attribute-nameid-mapper", "saml", {"user.attribute": "username"}),
        {ATTRIBUTE: {"name": "m", "saml_attribute_name": "workgroup_name", "friendly_name": "${var.x}"}},
    ],
)
def test_saml_rights_of_keycloak_pass(resources: Resources) -> None:
    """The mappers made for rights pass, and what is none."""
    assert faults_of(SamlRights(), resources) == []
