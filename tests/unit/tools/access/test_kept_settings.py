"""What a client of an adopted realm keeps is said where its tokens are previewed, and where a change is reviewed."""

from __future__ import annotations

from typing import Any

import pytest

from stacks.environment import Environment
from tests.support.declarations.told_changes import lines_of
from tools.access.kept_settings import kept_settings

pytestmark = pytest.mark.unit

FULL = {"keycloak_openid_client": {"batch": {"full_scope_allowed": True, "description": "Old"}}}
SCOPES = {"keycloak_openid_client_default_scopes": {"batch": {"default_scopes": ["roles"]}}}
MAPPER = {"keycloak_generic_protocol_mapper": {"batch/client_id": {"config": {"claim.name": "x"}}}}


def adopted(**kept: Any) -> Environment:  # noqa: ANN401 - values of keys
    """Return an environment that keeps something."""
    return Environment.model_validate(
        {
            "keycloak": {"url": "https://sso.example.com"},
            "realm": {"name": "ml", "login": {"verify_email": False}},
            "api": {"client_id": "scorer"},
            "models": {"fraud": {}},
            "consumers": {name: {"grants": {"fraud": ["predict"]}} for name in ("batch", "nightly")},
            "kept": kept,
        }
    )


def test_what_shapes_tokens_is_said() -> None:
    """Of the client that is asked about, and nothing that no token shows."""
    environment = adopted(settings={**FULL, **SCOPES, **MAPPER})
    assert kept_settings(environment, "batch") == ("batch/client_id", "default_scopes", "full_scope_allowed")
    assert kept_settings(environment, "nightly") == ()
    assert kept_settings(adopted(), "batch") == ()


def test_what_comes_to_be_kept_is_a_risk() -> None:
    """And none what is this project's own from now on."""
    kept = adopted(settings={**FULL, **SCOPES}, secrets=["batch"])
    at = "value of before, keycloak_openid_client batch"
    assert lines_of(adopted(), kept) == [
        "! environment: new secret of before, of batch",
        "! environment: new value of before, keycloak_openid_client_default_scopes batch default_scopes roles",
        f"! environment: {at} description is now Old (was: left out)",
        f"! environment: {at} full_scope_allowed is now on (was: left out)",
    ]
    assert {line[0] for line in lines_of(kept, adopted())} == {" "}
