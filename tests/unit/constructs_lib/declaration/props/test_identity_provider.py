"""Identity providers as they are declared."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.support.declarations.declarations import declare
from tests.support.declarations.people_sources import OIDC, SAML

pytestmark = pytest.mark.unit

TENANT = "11111111-2222-3333-4444-555555555555"


@pytest.mark.parametrize(
    "provider",
    [
        {"type": "facebook", "client_id": "ml"},
        {"client_id": "ml"},
        {**OIDC, "jwks_url": None},
        {**OIDC, "client_auth": "none"},
        {**OIDC, "validate_signature": False},
        {"type": "microsoft", "client_id": "ml", "tenant": "common"},
        {"type": "github", "client_id": "ml", "claims": {"groups": {"x": "ml"}}},
        {**SAML, "signing_certificate": "none"},
        {key: value for key, value in SAML.items() if key != "signing_certificate"},
    ],
    ids=[
        "unknown-type",
        "no-type",
        "no-keys",
        "public-client",
        "unsigned",
        "any-tenant",
        "github-groups",
        "bad-certificate",
        "no-certificate",
    ],
)
def test_unsafe_or_unknown_provider_is_refused(provider: dict[str, Any]) -> None:
    """What would let in anybody, or cannot work, cannot be declared."""
    with pytest.raises(ValidationError):
        declare(identity_providers={"corp": provider})


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        (OIDC, "create"),
        (SAML, "create"),
        ({"type": "microsoft", "client_id": "ml", "tenant": TENANT}, "create"),
        ({"type": "google", "client_id": "ml"}, "link"),
        ({"type": "github", "client_id": "ml"}, "link"),
    ],
    ids=["oidc", "saml", "microsoft", "google", "github"],
)
def test_providers_open_to_all_make_no_accounts(provider: dict[str, Any], expected: str) -> None:
    """Where everybody can have an account, only people with one here may come, unless it is said otherwise."""
    declared = declare(identity_providers={"corp": provider}).identity_providers["corp"]
    assert (declared.first_login, declared.trust_email) == (expected, False)
