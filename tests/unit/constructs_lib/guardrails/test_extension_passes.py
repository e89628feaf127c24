"""Whoever extends a realm by things of their own is not told to declare them: docs/how-to/extend-the-realm.md."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from constructs_lib.guardrails.review import review
from tests.support.declarations.beside import SCOPE, of
from tests.support.declarations.overridden import made, ours

pytestmark = pytest.mark.unit

URL = "https://sso.example.com"
WIKI, MINE = "${keycloak_openid_client.Wiki.id}", {"realm_id": "ml"}
OWN: dict[str, dict[str, dict[str, Any]]] = {
    "keycloak_openid_client": {
        "Wiki": {
            **MINE,
            "client_id": "wiki",
            "access_type": "PUBLIC",
            "valid_redirect_uris": ["https://wiki.example.com/cb"],
            "pkce_code_challenge_method": "S256",
            "full_scope_allowed": False,
            "extra_config": {"request.object.signature.alg": "ES256", "access.token.header.type.rfc9068": "true"},
            "standard_flow_enabled": True,
            **dict.fromkeys(
                (
                    *("direct_access_grants_enabled", "implicit_flow_enabled", "service_accounts_enabled"),
                    "oauth2_device_authorization_grant_enabled",
                ),
                False,
            ),
        }
    },
    "keycloak_openid_client_default_scopes": {
        "Wiki": {
            **MINE,
            "client_id": WIKI,
            "default_scopes": ["basic", of(SCOPE, "AccessTokenScope", attribute="name"), "wiki"],
        }
    },
    "keycloak_openid_client_optional_scopes": {"Wiki": {**MINE, "client_id": WIKI, "optional_scopes": ["profile"]}},
    "keycloak_openid_client_scope": {"Wiki": {**MINE, "name": "wiki"}},
    "keycloak_openid_user_attribute_protocol_mapper": {
        "Department": {
            **MINE,
            "client_scope_id": "${keycloak_openid_client_scope.Wiki.id}",
            "name": "department",
            "user_attribute": "department",
            "claim_name": "department",
        }
    },
    "keycloak_role": {"Reader": {**MINE, "name": "wiki-reader"}},
    "keycloak_generic_role_mapper": {
        "Reader": {**MINE, "client_id": WIKI, "role_id": "${keycloak_role.Reader.id}"},
    },
    "keycloak_group": {"Readers": {**MINE, "name": "wiki-readers"}},
    "keycloak_group_roles": {
        "Readers": {
            **MINE,
            "group_id": "${keycloak_group.Readers.id}",
            "role_ids": ["${keycloak_role.Reader.id}"],
            "exhaustive": False,
        }
    },
    "keycloak_user_groups": {
        "Bob": {
            **MINE,
            "user_id": "${data.keycloak_user.Bob.id}",
            "group_ids": ["${keycloak_group.Readers.id}"],
            "exhaustive": False,
        }
    },
    "keycloak_required_action": {"Codes": {**MINE, "alias": "CONFIGURE_TOTP", "name": "Codes", "enabled": True}},
}


def errors(body: dict[str, Any]) -> set[str]:
    """Return the errors of all rules."""
    declared, emitted = [ours().checked], ours().emitted
    day = dt.date(2026, 11, 27)
    return set(
        review("own", {"stack": body}, [], today=day, declared=declared, emitted=emitted, keycloak_url=URL).errors
    )


def test_a_wiki_beside_the_models_passes() -> None:
    """A client with a scope, a mapper, a role and a group of its own, with a person of the company's directory."""
    body = made()
    for kind, by_name in OWN.items():
        body["resource"].setdefault(kind, {}).update(by_name)
    body["data"]["keycloak_user"] = {"Bob": {"realm_id": "ml", "username": "bob"}}
    assert errors(body) == errors(made())
