"""Whom tokens are for."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.audience import Audience
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


CLIENT = {"client_id": "scorer", "realm_id": "ml", "access_type": "CONFIDENTIAL"}


SCOPE = {"realm_id": "ml", "name": "ml-base"}


MAPPER = {
    "realm_id": "ml",
    "client_scope_id": "${keycloak_openid_client_scope.Base.id}",
    "protocol": "openid-connect",
    "protocol_mapper": "oidc-audience-mapper",
    "config": {"included.custom.audience": "https://models.example.com", "access.token.claim": "true"},
}


TYPED = {
    "realm_id": "ml",
    "client_scope_id": "${keycloak_openid_client_scope.Base.id}",
    "included_custom_audience": "https://models.example.com",
}


FAULT = "realm 'ml', client 'scorer': no scope or mapper brings an audience"


def resources(scopes: object, mappers: dict[str, dict[str, Any]], kind: str = "default") -> dict[str, dict[str, Any]]:
    """Return a client, a scope, its assignment and some mappers."""
    return {
        "keycloak_openid_client.Scorer": CLIENT,
        "keycloak_openid_client_scope.Base": SCOPE,
        f"keycloak_openid_client_{kind}_scopes.Scorer": {
            "realm_id": "ml",
            "client_id": "${keycloak_openid_client.Scorer.id}",
            f"{kind}_scopes": scopes,
        },
        **mappers,
    }


@pytest.mark.parametrize(
    ("scopes", "mappers"),
    [
        (["basic", "roles"], {"keycloak_generic_protocol_mapper.Audience": MAPPER}),
        (["basic", "ml-base"], {}),
        (
            ["basic", "ml-base"],
            {"keycloak_generic_protocol_mapper.Audience": {**MAPPER, "config": {"access.token.claim": "true"}}},
        ),
        (
            ["basic", "ml-base"],
            {
                "keycloak_generic_protocol_mapper.Audience": {
                    **MAPPER,
                    "protocol_mapper": "oidc-audience-resolve-mapper",
                }
            },
        ),
        (
            ["basic", "ml-base"],
            {"keycloak_openid_audience_protocol_mapper.Audience": {**TYPED, "add_to_access_token": False}},
        ),
    ],
)
def test_audience_no_audience_is_refused(scopes: list[str], mappers: dict[str, dict[str, Any]]) -> None:
    """A client whose scopes bring no chosen audience into access tokens is named."""
    assert faults_of(Audience(), resources(scopes, mappers)) == [FAULT]


def test_audience_scopes_left_to_keycloak_bring_none() -> None:
    """Keycloak's own scopes name no API."""
    assert faults_of(Audience(), {"keycloak_openid_client.Scorer": CLIENT}) == [FAULT]


@pytest.mark.parametrize("kind", ["default", "optional"])
@pytest.mark.parametrize("scope", ["ml-base", "${keycloak_openid_client_scope.Base.name}"])
@pytest.mark.parametrize(
    "mapper",
    [
        {"keycloak_generic_protocol_mapper.Audience": MAPPER},
        {"keycloak_openid_audience_protocol_mapper.Audience": TYPED},
    ],
)
def test_audience_an_audience_by_a_scope_passes(mapper: dict[str, dict[str, Any]], scope: str, kind: str) -> None:
    """A scope with an audience mapper passes, by name or reference, default or optional."""
    assert faults_of(Audience(), resources(["basic", scope], mapper, kind)) == []


def test_audience_an_audience_of_its_own_passes() -> None:
    """A mapper on the client itself passes."""
    own = {**TYPED, "client_scope_id": None, "client_id": "${keycloak_openid_client.Scorer.id}"}

    assert faults_of(Audience(), resources(["basic"], {"keycloak_openid_audience_protocol_mapper.Audience": own})) == []


@pytest.mark.parametrize("scopes", ["${var.scopes}", ["basic", "${var.scope}"], ["basic", "made-elsewhere"]])
def test_audience_what_is_not_seen_passes(scopes: object) -> None:
    """A scope that is known only at apply, or made elsewhere, may bring the audience."""
    assert faults_of(Audience(), resources(scopes, {})) == []


def test_audience_a_bearer_only_client_passes() -> None:
    """A client that gets no token needs no audience."""
    assert faults_of(Audience(), {"keycloak_openid_client.Api": {**CLIENT, "access_type": "BEARER-ONLY"}}) == []
