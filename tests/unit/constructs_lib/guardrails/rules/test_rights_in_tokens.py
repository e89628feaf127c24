"""What tokens say of somebody's rights, and for whom they are."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.roles_claim import RolesClaim
from tests.support.declarations.generic_mappers import GENERIC, generic
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

OLDER = "keycloak_generic_client_protocol_mapper"
CONSTANT = "oidc-hardcoded-claim-mapper"
UI = "${keycloak_openid_client.Ui.id}"
CLIENT_ROLES = "oidc-usermodel-client-role-mapper"
ATTRIBUTE, PROPERTY = "oidc-usermodel-attribute-mapper", "oidc-usermodel-property-mapper"


@pytest.mark.parametrize(
    ("resource_type", "arguments", "fault"),
    [
        (GENERIC, generic(CONSTANT, claim_name="roles"), f"it writes the claim 'roles' by '{CONSTANT}'"),
        (OLDER, generic(CONSTANT, claim_name="roles"), f"it writes the claim 'roles' by '{CONSTANT}'"),
        (
            GENERIC,
            generic(CONSTANT, claim_name='${join("", ["ro", "les"])}'),
            f"it writes the claim 'roles' by '{CONSTANT}'",
        ),
        (
            GENERIC,
            generic("my-own-mapper", claim_name="resource_access.api.roles"),
            "it writes the claim 'resource_access.api.roles' by 'my-own-mapper'",
        ),
        (
            GENERIC,
            generic(CONSTANT, claim_name="resource_access"),
            f"it writes the claim 'resource_access' by '{CONSTANT}'",
        ),
        (GENERIC, generic(CONSTANT, claim_name="x.roles"), f"it writes the claim 'x.roles' by '{CONSTANT}'"),
        (
            GENERIC,
            generic("oidc-usermodel-attribute-mapper", claim_name="realm_access.roles"),
            "it writes the claim 'realm_access.roles' by 'oidc-usermodel-attribute-mapper'",
        ),
        (
            "keycloak_openid_hardcoded_claim_protocol_mapper",
            {"name": "m", "claim_name": "roles", "claim_value": '["fraud-detector:manage"]'},
            f"it writes the claim 'roles' by '{CONSTANT}'",
        ),
        (
            "keycloak_openid_user_attribute_protocol_mapper",
            {"name": "m", "claim_name": "roles", "user_attribute": "roles"},
            "it writes the claim 'roles' by 'oidc-usermodel-attribute-mapper'",
        ),
        (
            "keycloak_openid_user_session_note_protocol_mapper",
            {"name": "m", "claim_name": "scope", "session_note": "note"},
            "it writes the claim 'scope' by 'oidc-usersessionmodel-note-mapper'",
        ),
        (GENERIC, generic(CONSTANT, claim_name="acr"), f"it writes the claim 'acr' by '{CONSTANT}'"),
        (GENERIC, generic(CONSTANT, claim_name="groups"), f"it writes the claim 'groups' by '{CONSTANT}'"),
        (
            "keycloak_openid_user_realm_role_protocol_mapper",
            {"name": "m", "claim_name": "roles"},
            "it writes the claim 'roles' by 'oidc-usermodel-realm-role-mapper'",
        ),
        (
            GENERIC,
            generic(CLIENT_ROLES, claim_name="roles"),
            "it writes the claim 'roles' with the roles of every client",
        ),
        (
            GENERIC,
            generic(
                CLIENT_ROLES,
                claim_name="roles",
                usermodel_clientRoleMapping_clientId="other",
                usermodel_clientRoleMapping_rolePrefix="fraud-detector:",
            ),
            "it writes the claim 'roles' with a prefix, under which one role looks like another",
        ),
        (
            "keycloak_openid_hardcoded_role_protocol_mapper",
            {"name": "m", "role_id": "${var.role}"},
            "it puts a role into every token",
        ),
        (GENERIC, generic("oidc-role-name-mapper", role="a", new_role_name="b"), "it renames a role"),
    ],
)
def test_roles_claim_by_other_mappers_is_refused(resource_type: str, arguments: dict[str, Any], fault: str) -> None:
    """Constants, attributes, notes, other clients' roles and renamed ones are no roles, however they are written."""
    (found,) = faults_of(RolesClaim(), {f"{resource_type}.M": arguments})

    assert found.partition("'m': ")[2] == fault


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        (GENERIC, generic(CLIENT_ROLES, claim_name="roles", usermodel_clientRoleMapping_clientId="api")),
        (
            "keycloak_openid_user_client_role_protocol_mapper",
            {"name": "m", "claim_name": "roles", "client_id_for_role_mappings": "api"},
        ),
        (GENERIC, generic(CLIENT_ROLES, claim_name=r"resource_access.${client_id}.roles".replace("${", "$${"))),
        ("keycloak_openid_group_membership_protocol_mapper", {"name": "m", "claim_name": "groups"}),
        (GENERIC, {**generic(CONSTANT, claim_name="client_id", claim_value="ui"), "client_id": UI}),
        (GENERIC, generic(CONSTANT, claim_name="tenant", claim_value="a")),
        (GENERIC, generic(ATTRIBUTE, claim_name="tenant", user_attribute="tenant")),
        (GENERIC, generic(CONSTANT, claim_name=r"my\.roles")),
        (GENERIC, generic(CONSTANT, claim_name="${var.claim}")),
        (GENERIC, {**generic("saml-hardcode-attribute-mapper", claim_name="roles"), "protocol": "saml"}),
        ("keycloak_openid_full_name_protocol_mapper", {"name": "m"}),
    ],
)
def test_roles_claim_by_its_own_mapper_passes(resource_type: str, arguments: dict[str, Any]) -> None:
    """The mappers that are made for a claim pass, and so do other claims."""
    resources = {"keycloak_openid_client.Ui": {"client_id": "ui"}, f"{resource_type}.M": arguments}

    assert faults_of(RolesClaim(), resources) == []


@pytest.mark.parametrize(
    "claim",
    [
        *("aud", "azp", "client_id", "cnf", "cnf.jkt", "scp", "permissions", "role", "act", "act.sub", "may_act"),
        *("auth_time", "preferred_username", "email", "email_verified", "sid", "jti"),
    ],
)
@pytest.mark.parametrize("value", ["admin", "ui"])
def test_roles_claim_constants_about_the_caller_are_refused(claim: str, value: str) -> None:
    """A constant is nobody's name, audience or key; only a client's own identifier is its own."""
    owner = "${var.client}" if claim == "client_id" else UI
    mappers = {
        f"{GENERIC}.M": {**generic(CONSTANT, claim_name=claim, claim_value=value), "client_id": owner},
        "keycloak_openid_hardcoded_claim_protocol_mapper.M": {
            "name": "m",
            "client_id": owner,
            "claim_name": claim,
            "claim_value": value,
        },
    }

    faults = faults_of(RolesClaim(), {"keycloak_openid_client.Ui": {"client_id": "ui"}, **mappers})

    assert [fault.rpartition(": ")[2] for fault in faults] == [f"it writes a constant as the claim '{claim}'"] * 2


@pytest.mark.parametrize("claim", ["\\roles", "r\\oles", "a\\ud", "cn\\f"])
def test_roles_claim_spelled_with_backslashes_is_refused(claim: str) -> None:
    """Keycloak drops them."""
    mapper = {"claim_name": claim, "claim_value": "x", "name": "m", "realm_id": "ml"}
    (fault,) = faults_of(RolesClaim(), {"keycloak_openid_hardcoded_claim_protocol_mapper.M": mapper})
    assert f"the claim '{claim}'" in fault


def test_roles_claim_of_another_client_is_refused() -> None:
    """A role that a client of one's own is given looks like the API's there; the API's own mapper passes."""
    kind = "keycloak_openid_user_client_role_protocol_mapper"
    mapper = {"claim_name": "roles", "name": "m", "realm_id": "ml", "client_id_for_role_mappings": "scorer"}
    other = {**mapper, "client_id_for_role_mappings": "payment"}
    assert faults_of(RolesClaim(), {f"{kind}.A": mapper, f"{kind}.B": mapper}) == []
    (fault,) = faults_of(RolesClaim(), {f"{kind}.A": mapper, f"{kind}.B": other})
    assert fault.endswith("with the roles of another client than the API's")


@pytest.mark.parametrize("claim", ["aud", "cnf", "permissions"])
def test_roles_claim_copies_of_attributes_are_refused(claim: str) -> None:
    """What people write of themselves decides nothing."""
    mapper = {"claim_name": claim, "user_attribute": "x", "name": "m", "realm_id": "ml"}
    (fault,) = faults_of(RolesClaim(), {"keycloak_openid_user_attribute_protocol_mapper.M": mapper})
    assert fault.endswith(f"it writes the claim '{claim}' by 'oidc-usermodel-attribute-mapper'")


def writing(kind: str, claim: str, **config: str) -> dict[str, Any]:
    """Return a generic mapper that writes a claim."""
    mapper = generic(kind, **config)
    return {**mapper, "config": {**mapper["config"], "claim.name": claim}}


@pytest.mark.parametrize(
    "mapper",
    [
        writing(CLIENT_ROLES, "resource_access.api.roles", usermodel_clientRoleMapping_clientId="payment"),
        writing(CLIENT_ROLES, "resource_access.api.roles"),
        writing(CLIENT_ROLES, "realm_access.roles", usermodel_clientRoleMapping_clientId="payment"),
        writing("oidc-usermodel-realm-role-mapper", "resource_access.api.roles"),
        *(
            writing(kind, claim)
            for kind in (CLIENT_ROLES, "oidc-usermodel-realm-role-mapper", "oidc-group-membership-mapper")
            for claim in ("permissions", "scp", "azp")
        ),
        *(writing(PROPERTY, claim, user_attribute="username") for claim in ("aud", "roles", "scope", "email", "acr")),
        writing(PROPERTY, "preferred_username", user_attribute="lastName"),
        writing(PROPERTY, "preferred_username"),
        writing(PROPERTY, "preferred_username", user_attribute="${var.p}"),
        *(writing(ATTRIBUTE, claim, user_attribute="x") for claim in ("email", "role", "client_id", "sid")),
        writing("oidc-usersessionmodel-note-mapper", "client_id", user_session_note="x"),
        writing("my-own-mapper", "azp"),
    ],
)
def test_roles_claim_what_says_who_calls_by_other_means_is_refused(mapper: dict[str, Any]) -> None:
    """Another client's roles, and what people write of themselves, under names that are believed."""
    assert len(faults_of(RolesClaim(), {f"{GENERIC}.M": mapper})) == 1


@pytest.mark.parametrize(
    "mapper",
    [
        writing(CLIENT_ROLES, "resource_access.api.roles", usermodel_clientRoleMapping_clientId="api"),
        writing("oidc-usermodel-realm-role-mapper", "realm_access.roles"),
        writing(PROPERTY, "email_verified", user_attribute="emailVerified"),
        writing(PROPERTY, "given_name", user_attribute="firstName"),
        writing(ATTRIBUTE, "email", user_attribute="email"),
        writing("oidc-usersessionmodel-note-mapper", "client_id", user_session_note="client_id"),
    ],
)
def test_roles_claim_of_keycloaks_own_mappers_passes(mapper: dict[str, Any]) -> None:
    """What Keycloak's own scopes write."""
    typed = {"name": "m", "claim_name": "email", "user_property": "email"}
    resources = {f"{GENERIC}.M": mapper, "keycloak_openid_user_property_protocol_mapper.P": typed}
    assert faults_of(RolesClaim(), resources) == []
