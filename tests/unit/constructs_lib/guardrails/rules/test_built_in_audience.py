"""Tokens for clients of Keycloak's own."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.built_in_audience import BuiltInAudience
from tests.support.declarations.generic_mappers import GENERIC, generic
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("resource_type", "arguments", "audience"),
    [
        ("keycloak_openid_audience_protocol_mapper", {"name": "m", "included_custom_audience": "account"}, "account"),
        (
            "keycloak_openid_audience_protocol_mapper",
            {"name": "m", "included_client_audience": "realm-management"},
            "realm-management",
        ),
        (GENERIC, generic("oidc-audience-mapper", included_custom_audience="account"), "account"),
        (GENERIC, generic("oidc-audience-mapper", included_client_audience="broker"), "broker"),
    ],
)
def test_built_in_audience_is_refused(resource_type: str, arguments: dict[str, Any], audience: str) -> None:
    """A client that every realm has is no API's name."""
    faults = faults_of(BuiltInAudience(), {f"{resource_type}.M": arguments})

    assert [found.rpartition(": ")[2] for found in faults] == [f"it writes the audience '{audience}'"]


@pytest.mark.parametrize("audience", ["https://models.example.com", "accounts", "${var.audience}"])
def test_built_in_audience_of_ones_own_passes(audience: str) -> None:
    """An API's own name passes, and one that only an apply knows."""
    mapper = {"name": "m", "included_custom_audience": audience}

    assert faults_of(BuiltInAudience(), {"keycloak_openid_audience_protocol_mapper.M": mapper}) == []
