"""Which login flows the walk expects in Keycloak."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.people_sources import OIDC
from tests.support.walk.live.login_flows import login_flows

pytestmark = pytest.mark.unit

BROKERS: dict[str, Any] = {"identity_providers": {"corp": OIDC, "other": {**OIDC, "first_login": "link"}}}
FACTOR: dict[str, Any] = {
    "groups": {"leads": {"fraud": ["predict"]}},
    "external_people": True,
    "second_factor": {"leads": "otp"},
}
RESET: dict[str, Any] = {
    "realm": {
        "name": "ml",
        "login": {"reset_password": True, "verify_email": False},
        "smtp": {"host": "mail.example.com", "sender": "no-reply@example.com"},
    }
}


@pytest.mark.parametrize("declared", [{}, RESET, BROKERS, FACTOR, BROKERS | FACTOR], ids=str)
def test_they_are_those_that_the_construct_makes(declared: dict[str, Any]) -> None:
    """The walk says them in its own words: a flow that it does not know would end it an hour later."""
    declaration = declare(**declared)
    resources = build_declaration(declaration).json["resource"]
    made = {
        each["alias"]
        for kind in ("keycloak_authentication_flow", "keycloak_authentication_subflow")
        for each in resources.get(kind, {}).values()
    }
    assert {"no direct grant", *login_flows(declaration)} == made
