"""Whose roles the mapper of our own scope writes."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.roles_claim import RolesClaim
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

TYPED_ROLES = "keycloak_openid_user_client_role_protocol_mapper"


def at(path: str, **arguments: str) -> dict[str, Any]:
    """Return a resource of a construct."""
    return {"realm_id": "ml", **arguments, "//": {"metadata": {"path": f"Test/Realm/{path}"}}}


def api(*, mapped: str, owner: str = "Api", realm: str = "ml") -> dict[str, Any]:
    """Return an API's client, its access role and the mapper of its roles."""
    client = f"${{keycloak_openid_client.{owner}.id}}"
    return {
        "keycloak_openid_client.Api": at("ApiClient/Client", client_id="api"),
        "keycloak_openid_client.Other": at("Other", client_id="payment"),
        "keycloak_role.Access": at("AccessRole/Role", name="access", client_id=client),
        f"{TYPED_ROLES}.M": at(
            "AccessTokenScope/roles",
            realm_id=realm,
            name="m",
            claim_name="roles",
            client_id_for_role_mappings=mapped,
        ),
    }


@pytest.mark.parametrize(
    ("mapped", "owner", "realm"),
    [
        ("payment", "Api", "ml"),
        ("${keycloak_openid_client.Other.client_id}", "Api", "ml"),
        ("${var.client}", "Api", "ml"),
        ("payment", "Other", "ml"),
        ("payment", "Api", "${var.realm}"),
    ],
)
def test_roles_claim_by_our_own_mapper_of_another_client_is_refused(mapped: str, owner: str, realm: str) -> None:
    """The mapper of our own scope is believed for the API's client alone, which its access role belongs to."""
    (fault,) = faults_of(RolesClaim(), api(mapped=mapped, owner=owner, realm=realm))
    assert fault.endswith("it writes the claim 'roles' with the roles of another client than the API's")


@pytest.mark.parametrize("mapped", ["api", "${keycloak_openid_client.Api.client_id}"])
def test_roles_claim_of_the_api_passes(mapped: str) -> None:
    """The API's own roles, by name or by reference; what another realm's API is called does not matter."""
    elsewhere = {
        f"{TYPED_ROLES}.E": at("E", realm_id="x", name="e", claim_name="roles", client_id_for_role_mappings="y")
    }
    assert faults_of(RolesClaim(), {**api(mapped=mapped), **elsewhere}) == []


def test_roles_claim_in_a_realm_that_is_not_known_is_refused() -> None:
    """It may be the realm whose API has other roles."""
    mapper = {"claim_name": "roles", "name": "m", "realm_id": "ml", "client_id_for_role_mappings": "scorer"}
    other = {**mapper, "realm_id": "${var.r}", "client_id_for_role_mappings": "payment"}
    (fault,) = faults_of(RolesClaim(), {f"{TYPED_ROLES}.A": mapper, f"{TYPED_ROLES}.B": other})
    assert fault.endswith("with the roles of another client than the API's")
