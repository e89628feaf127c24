"""What Terraform is told of the order of changes; that it helps is shown in tests/integration/changes."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.props import Declaration
from tests.support.declarations.declarations import build_declaration
from tests.support.declarations.people_sources import OIDC, SAML

pytestmark = pytest.mark.unit


def test_names_are_free_before_they_are_taken() -> None:
    """Whoever takes a name that is unique in the realm comes after the mark that follows all who give one up."""
    stack = build_declaration(
        Declaration.model_validate(
            {
                "realm": {"name": "r", "login": {"verify_email": False}},
                "api": {"client_id": "scorer"},
                "models": {"m": {}},
                "consumers": {"batch": {"grants": {"m": ["predict"]}}},
                "applications": {"notebook": {"redirect_uris": ["https://n.example.com/cb"]}},
                "people": {"ada": {"email": "ada@example.com", "first_name": "Ada", "last_name": "L"}},
                "identity_providers": {"corp": OIDC, "uni": SAML},
                "workload_issuers": {
                    "ci": {"issuer": "https://ci.example.com", "jwks_url": "https://ci.example.com/k"}
                },
            }
        )
    )
    marks = [mark["triggers_replace"] for mark in stack.resources("terraform_data") if "triggers_replace" in mark]
    assert sorted(marks, key=str) == [
        {"ada": "ada@example.com"},
        {"ci": "workload issuer, oidc", "corp": "oidc", "uni": "saml"},
        {"notebook": "application"},
    ]
    waiting = {
        name: {address.split("_")[-2] for address in resource["depends_on"] if address.startswith("terraform_data.")}
        for name, resource in (
            *((client["client_id"], client) for client in stack.resources("keycloak_openid_client")),
            *((user["username"], user) for user in stack.resources("keycloak_user")),
            *((each["alias"], each) for each in stack.resources("keycloak_oidc_identity_provider")),
            *((each["alias"], each) for each in stack.resources("keycloak_saml_identity_provider")),
        )
        if name != "scorer"
    }
    assert waiting == {
        "${each.key}": {"ClientIds", "SourcesSettled"},
        "notebook": {"ClientIds", "SourcesSettled"},
        "ada": {"Emails", "SourcesSettled"},
        "ci": {"Aliases"},
        "corp": {"Aliases"},
        "uni": {"Aliases"},
    }
