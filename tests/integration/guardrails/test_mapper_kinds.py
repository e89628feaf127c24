"""Kinds of mappers and identity providers that rules know, compared with those that a server has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails.keycloak.mapper_kinds import (
    DIRECTORY_MAPPERS,
    IDENTITY_PROVIDER_KINDS,
    IDENTITY_PROVIDER_MAPPERS,
    PROTOCOL_MAPPERS,
)

if TYPE_CHECKING:
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

# Those that write what a request says, and those of organizations' groups, which write roles of their own.
LEFT_OUT = {
    "openid-connect": {
        "oidc-claims-param-value-idtoken-mapper",
        "oidc-organization-group-membership-mapper",
        "oidc-parameterized-scope-mapper",
        "oidc-parameterized-scope-user-property-mapper",
    },
    "saml": {"saml-organization-group-membership-mapper"},
}


@pytest.mark.parametrize("protocol", sorted(PROTOCOL_MAPPERS))
def test_protocol_mappers_are_those_of_the_server(keycloak: KeycloakServer, protocol: str) -> None:
    """A kind that the server has is known, or left out for a reason; one that it has not would be a slip of the pen."""
    found = {each["id"] for each in keycloak.admin.get("serverinfo").json()["protocolMapperTypes"][protocol]}
    assert PROTOCOL_MAPPERS[protocol] - found == set()
    assert found - PROTOCOL_MAPPERS[protocol] <= LEFT_OUT[protocol]


def test_mappers_of_identity_providers_and_directories_are_those_of_the_server(keycloak: KeycloakServer) -> None:
    """The same for what people bring along."""
    server = keycloak.admin.get("serverinfo").json()
    assert set(server["providers"]["identity-provider-mapper"]["providers"]) == IDENTITY_PROVIDER_MAPPERS
    kinds = server["componentTypes"]["org.keycloak.storage.ldap.mappers.LDAPStorageMapper"]
    assert {each["id"] for each in kinds} == DIRECTORY_MAPPERS


def test_kinds_of_identity_providers_are_those_of_the_server(keycloak: KeycloakServer) -> None:
    """The same for who brings people along; SPIFFE is a preview, and Instagram deprecated: both are off by default."""
    found = {each["id"] for each in keycloak.admin.get("serverinfo").json()["identityProviders"]}
    assert IDENTITY_PROVIDER_KINDS - found <= {"instagram", "spiffe"}
    assert found - IDENTITY_PROVIDER_KINDS <= {"default-trust", "jwt-authorization-grant"}
