"""Issuers whose tokens machines authenticate with."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.props import WorkloadIssuerProps
from tests.support.declarations.declarations import build_declaration, declare

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("values", [{}, {"issuer": "ci"}, {"issuer": "https://ci.example.com", "type": "saml"}])
def test_issuer_is_a_url_of_a_known_kind(values: dict[str, str]) -> None:
    """An issuer without a URL, or of another protocol, is refused."""
    with pytest.raises(ValidationError):
        WorkloadIssuerProps.model_validate(values)


def test_issuer_vouches_for_machines_alone() -> None:
    """Signatures are checked, no token is kept, and nobody logs in through it."""
    issuer = {"issuer": "https://ci.example.com", "jwks_url": "https://ci.example.com/jwks"}
    provider = build_declaration(declare(workload_issuers={"ci": issuer})).resource("keycloak_oidc_identity_provider")
    expected = {
        "alias": "ci",
        "provider_id": "oidc",
        "issuer": "https://ci.example.com",
        "jwks_url": "https://ci.example.com/jwks",
        "client_secret": "",
        "validate_signature": True,
        "store_token": False,
        "trust_email": False,
        "link_only": True,
        "extra_config": {"supportsClientAssertions": "true", "supportsClientAssertionReuse": "false"},
    }
    assert {key: provider[key] for key in expected} == expected


def test_tokens_may_be_older_and_shown_again() -> None:
    """What an issuer's tokens are like is told to Keycloak in seconds."""
    issuer = {
        "issuer": "https://ci.example.com",
        "jwks_url": "https://ci.example.com/jwks",
        "max_token_age": "1h30m",
        "reusable_tokens": True,
    }
    provider = build_declaration(declare(workload_issuers={"ci": issuer})).resource("keycloak_oidc_identity_provider")
    assert provider["extra_config"] == {
        "supportsClientAssertions": "true",
        "supportsClientAssertionReuse": "true",
        "fedClientAssertionMaxExp": "5400",
    }


def test_cluster_is_an_issuer_of_its_own_kind() -> None:
    """Keycloak's own provider finds the keys; that Terraform's reads it back as hidden is no change to plan."""
    issuer = {"type": "kubernetes", "issuer": "https://kubernetes.default.svc"}
    provider = build_declaration(declare(workload_issuers={"cluster": issuer})).resource(
        "keycloak_oidc_identity_provider"
    )
    assert provider["provider_id"] == "kubernetes"
    assert "jwks_url" not in provider
    assert provider["lifecycle"]["ignore_changes"] == ["hide_on_login_page"]


def test_no_issuer_is_made_unasked() -> None:
    """Without workload issuers there is no identity provider."""
    assert build_declaration(declare()).resources("keycloak_oidc_identity_provider") == []
