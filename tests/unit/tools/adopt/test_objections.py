"""What guardrails say of mappers and login flows that an adoption leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.tools.adopt.snapshots import client, realm_of
from tools.adopt.objections import objections

pytestmark = pytest.mark.unit


def _mapper(kind: str, **config: str) -> dict[str, Any]:
    return {"name": "m", "protocol": "openid-connect", "protocolMapper": kind, "config": config}


def _step(provider: str, level: int = 0, requirement: str = "REQUIRED") -> dict[str, Any]:
    return {"providerId": provider, "level": level, "requirement": requirement}


def _flow(name: str, level: int = 0, requirement: str = "ALTERNATIVE") -> dict[str, Any]:
    return {"displayName": name, "authenticationFlow": True, "level": level, "requirement": requirement}


def test_mapper_of_rights() -> None:
    """The page says of a mapper that gives everybody's tokens every model what it does, not its name alone."""
    config = {"claim.name": "roles", "claim.value": '["${x}"]', "jsonType.label": "JSON"}
    found = realm_of(client("portal", protocolMappers=[_mapper("oidc-hardcoded-claim-mapper", **config)]))
    (said,) = objections(found)
    assert said.what == "mapper m of client portal"
    assert said.why == "it writes the claim 'roles' by 'oidc-hardcoded-claim-mapper' (KC-ROLES-CLAIM)"


def test_mapper_of_nothing() -> None:
    """A mapper that decides about nothing is left alone without a word."""
    found = realm_of(client("portal", protocolMappers=[_mapper("oidc-hardcoded-claim-mapper", **{"claim.name": "x"})]))
    assert not [*objections(found)]


def test_flow_without_a_credential() -> None:
    """The page says of a login flow that asks for a name alone that it lets anybody in."""
    found = realm_of()
    found.others["flows"] = [{"alias": "open"}, {"alias": "shut"}]
    found.flows = {
        "open": [_flow("forms"), _step("auth-username-form", 1), _step("auth-cookie", 0, "ALTERNATIVE")],
        "shut": [_flow("forms"), _step("auth-username-form", 1), _step("auth-password-form", 1)],
    }
    (said,) = objections(found)
    assert said.what == "login flow open"
    assert said.why == "there is a way through 'open' without a credential (KC-FLOW-CREDENTIAL)"


def test_copy_of_keycloaks_own() -> None:
    """A copy of Keycloak's browser flow asks for a password: its part for organizations lets nobody in."""
    found = realm_of()
    found.others["flows"] = [{"alias": "copy"}, {"alias": "browser", "builtIn": True}]
    found.flows["browser"] = [_step("auth-username-form")]
    found.flows["copy"] = [
        _step("auth-cookie", 0, "ALTERNATIVE"),
        _flow("Organization"),
        _flow("Conditional", 1, "CONDITIONAL"),
        _step("conditional-user-configured", 2),
        _step("organization", 2, "ALTERNATIVE"),
        _flow("forms"),
        _step("auth-username-password-form", 1),
    ]
    assert not [*objections(found)]
